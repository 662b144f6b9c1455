namespace PixelDiT.Sampling;

/// <summary>A sampler or scheduler name that does not exist.</summary>
public sealed class UnknownSamplingNameException : Exception
{
    /// <summary>Creates the error; the message lists the known names.</summary>
    /// <param name="kind"><c>sampler</c> or <c>scheduler</c>.</param>
    /// <param name="name">The name asked for.</param>
    /// <param name="known">The names that exist, in ComfyUI's order.</param>
    public UnknownSamplingNameException(string kind, string? name, IReadOnlyList<string> known)
        : base($"There is no {kind} '{name}'. Known: {string.Join(", ", known)}.")
    {
        Kind = kind;
        Name = name;
        Known = known;
    }

    /// <summary><c>sampler</c> or <c>scheduler</c>.</summary>
    public string Kind { get; }

    /// <summary>The name asked for.</summary>
    public string? Name { get; }

    /// <summary>The names that exist.</summary>
    public IReadOnlyList<string> Known { get; }
}
