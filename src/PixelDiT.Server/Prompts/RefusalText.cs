namespace PixelDiT.Server.Prompts;

/// <summary>A refused prompt in words: what the answer's members say, put together for people.</summary>
internal static class RefusalText
{
    // A prompt may have thousands of faults; people read the first few.
    private const int MaxFaults = 20;

    /// <summary>The reason, as <c>type: message: details</c>.</summary>
    public static string Reason(PromptRefused refused)
    {
        var (type, message, details, _) = refused.Error;
        // Details that only list faults of nodes would say them twice.
        return refused.NodeErrors.Count > 0 || details.Length == 0 || details == message ? $"{type}: {message}" : $"{type}: {message}: {details}";
    }

    /// <summary>One line for each fault of a node, the first ones of many; empty when there are none.</summary>
    /// <param name="refused">The refusal.</param>
    /// <param name="most">How many faults at most; more are counted in a last line. Default 20.</param>
    public static IReadOnlyList<string> Faults(PromptRefused refused, int most = MaxFaults)
    {
        var faults = refused.NodeErrors.SelectMany(n => n.Value.Errors.Select(e => $"node {n.Key} ({n.Value.ClassType}): {e.Message}: {e.Details}")).ToList();
        return faults.Count > most ? [.. faults.Take(most), $"and {faults.Count - most} more"] : faults;
    }

    /// <summary>The refusal with the faults of nodes in its details as well, for clients that show nothing else.</summary>
    public static PromptRefused Detailed(PromptRefused refused) => refused.NodeErrors.Count == 0
        ? refused
        : refused with { Error = refused.Error with { Details = string.Join('\n', Faults(refused)) } };
}
