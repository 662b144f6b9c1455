using PixelDiT.Graph.Workflows.Reading;

namespace PixelDiT.Graph.Workflows.Linking;

/// <summary>The order in which the front end walks the nodes of the top graph: sources before consumers, first come first served.</summary>
internal static class ExecutionOrder
{
    /// <summary>Places of the nodes in order; those in circles come last, as they stand in the file.</summary>
    public static IReadOnlyList<int> Of(EditorGraph graph, Wiring wiring)
    {
        var waiting = new int[graph.Nodes.Count];
        var consumers = new List<(int Slot, int Rank, int Node)>?[graph.Nodes.Count];
        var ranks = Ranks(graph);
        foreach (var (node, _, source) in wiring.All.Where(c => c.Source.Node >= 0))
        {
            waiting[node]++;
            (consumers[source.Node] ??= []).Add((source.Slot, ranks.GetValueOrDefault((source.Node, source.Slot, source.Link), int.MaxValue), node));
        }

        var order = new List<int>(graph.Nodes.Count);
        for (var node = 0; node < waiting.Length; node++)
        {
            if (waiting[node] == 0)
            {
                order.Add(node);
            }
        }

        for (var next = 0; next < order.Count; next++)
        {
            foreach (var (_, _, node) in (consumers[order[next]] ?? []).Order())
            {
                if (--waiting[node] == 0)
                {
                    order.Add(node);
                }
            }
        }

        for (var node = 0; node < waiting.Length; node++)
        {
            if (waiting[node] > 0)
            {
                order.Add(node);
            }
        }

        return order;
    }

    // Outputs list their links in the order in which they were drawn.
    private static Dictionary<(int Node, int Slot, string Link), int> Ranks(EditorGraph graph)
    {
        var ranks = new Dictionary<(int, int, string), int>();
        for (var node = 0; node < graph.Nodes.Count; node++)
        {
            for (var slot = 0; slot < graph.Nodes[node].Outputs.Count; slot++)
            {
                foreach (var link in graph.Nodes[node].Outputs[slot].Links)
                {
                    ranks.TryAdd((node, slot, link), ranks.Count);
                }
            }
        }

        return ranks;
    }
}
