namespace PixelDiT.Graph.Workflows.Linking;

/// <summary>The front end's rules of types; they differ from the server's in ignoring case.</summary>
internal static class SocketTypes
{
    private const string Any = "*";

    /// <summary>True when a link between the two may exist.</summary>
    public static bool Fit(string a, string b)
    {
        if (a == Any || b == Any || a.Equals(b, StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        if (!a.Contains(',') && !b.Contains(','))
        {
            return false;
        }

        var members = a.Split(',').ToHashSet(StringComparer.OrdinalIgnoreCase);
        return members.Contains(Any) || b.Split(',').Any(m => m == Any || members.Contains(m));
    }

    /// <summary>The input that a bypassed node passes on (protocol §8.5), or -1.</summary>
    /// <param name="inputs">The types of its inputs.</param>
    /// <param name="slot">Number of its output.</param>
    /// <param name="output">The type of that output.</param>
    /// <param name="wanted">The type of the input that consumes it: that of a bypassed node or of a subgraph too.</param>
    public static int Bypass(IReadOnlyList<string> inputs, int slot, string output, string wanted)
    {
        if (wanted == Any)
        {
            return slot < inputs.Count ? slot : inputs.Count > 0 ? 0 : -1;
        }

        if (slot < inputs.Count && Passes(inputs[slot]))
        {
            return slot;
        }

        for (var i = 0; i < inputs.Count; i++)
        {
            if (inputs[i] == wanted)
            {
                return i;
            }
        }

        for (var i = 0; i < inputs.Count; i++)
        {
            if (Passes(inputs[i]))
            {
                return i;
            }
        }

        return -1;

        bool Passes(string input) => Fit(input, output) && Fit(input, wanted);
    }
}
