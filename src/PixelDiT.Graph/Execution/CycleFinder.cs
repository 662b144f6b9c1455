namespace PixelDiT.Graph.Execution;

/// <summary>Finds out why nothing is ready although nodes are unfinished: they wait for each other.</summary>
internal static class CycleFinder
{
    /// <summary>The node to blame: what clients show of the first node on the cycle that an expansion made, else the first.</summary>
    public static JobNode Blame(IEnumerable<JobNode> nodes)
    {
        var node = nodes.First(IsUnfinished);
        var seen = new HashSet<JobNode>();
        while (seen.Add(node))
        {
            node = WaitsFor(node);
        }

        var cycle = new List<JobNode>();
        for (var next = node; cycle.Count == 0 || next != node; next = WaitsFor(next))
        {
            cycle.Add(next);
        }

        return (cycle.Find(n => n.Parent is not null) ?? cycle[0]).Root;
    }

    private static JobNode WaitsFor(JobNode node) => (node.Expansion?.Sources ?? node.Needed()).First(IsUnfinished);

    private static bool IsUnfinished(JobNode node) => node is { Phase: NodePhase.Scheduled, Outputs: null };
}
