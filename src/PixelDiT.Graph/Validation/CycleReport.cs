using System.Text.Json.Nodes;

namespace PixelDiT.Graph.Validation;

/// <summary>Names the nodes of a cycle. Every node of it gets the report, so a long one is cut: the whole text would grow with the square.</summary>
internal static class CycleReport
{
    private const int MaxShown = 32;

    public static PromptError For(NodeVerdict node, IReadOnlyList<NodeVerdict> cycle)
    {
        var shown = cycle.Take(MaxShown).ToList();
        var names = shown.Select(Name).ToList();
        if (cycle.Count > MaxShown)
        {
            names.Add($"... {cycle.Count - MaxShown} more");
        }

        names.Add(Name(cycle[0]));
        return new PromptError(ErrorTypes.DependencyCycle, "Dependency cycle detected", string.Join(" -> ", names), new JsonObject
        {
            ["node_id"] = node.Node.Id,
            ["cycle_nodes"] = new JsonArray([.. shown.Select(v => (JsonNode?)v.Node.Id)]),
        });
    }

    private static string Name(NodeVerdict verdict) => $"{verdict.Node.Id} ({verdict.Node.ClassType})";
}
