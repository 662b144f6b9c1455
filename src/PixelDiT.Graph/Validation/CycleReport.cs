using System.Text.Json.Nodes;

namespace PixelDiT.Graph.Validation;

/// <summary>Names the nodes of a cycle. Every node of it gets the report, so a long one is cut: the whole text would grow with the square.</summary>
internal sealed class CycleReport
{
    public const int MaxShown = 32;

    private readonly IReadOnlyList<NodeVerdict> _shown;
    private readonly string _details;

    /// <summary>A report on a cycle.</summary>
    /// <param name="shown">Its first nodes, at most <see cref="MaxShown"/>.</param>
    /// <param name="length">How many nodes it has.</param>
    public CycleReport(IReadOnlyList<NodeVerdict> shown, int length)
    {
        _shown = shown;
        var more = length > shown.Count ? $" -> ... {length - shown.Count} more" : "";
        _details = $"{string.Join(" -> ", shown.Select(Name))}{more} -> {Name(shown[0])}";
    }

    public PromptError For(NodeVerdict node) => new(ErrorTypes.DependencyCycle, "Dependency cycle detected", _details, new JsonObject
    {
        ["node_id"] = node.Node.Id,
        ["cycle_nodes"] = new JsonArray([.. _shown.Select(v => (JsonNode?)v.Node.Id)]),
    });

    private static string Name(NodeVerdict verdict) => $"{verdict.Node.Id} ({verdict.Node.ClassType})";
}
