using System.Text.Json.Nodes;
using PixelDiT.App.CommandLine;
using PixelDiT.Graph.Registry;
using PixelDiT.Graph.Workflows;

namespace PixelDiT.App.Run;

/// <summary>The values that <c>--set NODE.INPUT=VALUE</c> puts into a graph.</summary>
internal static class Override
{
    /// <summary>Sets inputs of a graph in API form.</summary>
    /// <param name="prompt">The graph; it is changed.</param>
    /// <param name="assignments">What the command line says, in order.</param>
    /// <param name="registry">The node classes, for the types of values.</param>
    /// <exception cref="UsageException">An assignment that cannot be read, or names nothing, or more than one thing; says all of them.</exception>
    public static void Apply(JsonObject prompt, IReadOnlyList<string> assignments, NodeRegistry registry)
    {
        var parts = assignments.Select(a => a.Split('=', 2)).ToList();
        var unreadable = parts.Where(p => p.Length < 2).Select(p => new OverrideFault(p[0], "NODE.INPUT=VALUE is needed; NODE is an id, a title or a class"));
        List<OverrideFault> faults =
            [.. unreadable, .. GraphOverrides.Apply(prompt, parts.Where(p => p.Length == 2).Select(p => InputOverride.OfText(p[0], p[1])), registry)];
        if (faults.Count > 0)
        {
            throw new UsageException(string.Join('\n', faults.Select(f => $"--set {f.Target}: {f.Message}")));
        }
    }
}
