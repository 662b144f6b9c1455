namespace PixelDiT.Graph.Workflows.Reading;

/// <summary>Finds subgraph definitions that contain themselves; written out, they would have no end.</summary>
internal static class DefinitionCycles
{
    /// <summary>Reports the first circle found, if any.</summary>
    /// <param name="definitions">The graphs.</param>
    /// <param name="findings">Receives it.</param>
    public static void Refuse(Definitions definitions, Findings findings)
    {
        // Depth first with a stack of our own: definitions may be nested as deeply as the file is long.
        var done = new HashSet<EditorGraph>();
        var onPath = new HashSet<EditorGraph> { definitions.Top };
        var path = new Stack<(EditorGraph Graph, IEnumerator<EditorGraph> Parts)>();
        path.Push((definitions.Top, Parts(definitions.Top).GetEnumerator()));
        while (path.TryPeek(out var top))
        {
            if (!top.Parts.MoveNext())
            {
                path.Pop();
                onPath.Remove(top.Graph);
                done.Add(top.Graph);
            }
            else if (onPath.Contains(top.Parts.Current))
            {
                var circle = path.Select(p => p.Graph).TakeWhile(g => g != top.Parts.Current).Append(top.Parts.Current).Reverse().Select(g => $"'{Shown.Name(g.Name!)}'").ToList();
                var names = string.Join(" -> ", circle.Count <= 8 ? circle.Append(circle[0]) : [.. circle.Take(7), "…", circle[0]]);
                findings.Error(WorkflowErrorTypes.SubgraphCycle, "A subgraph contains itself", $"{names}; a subgraph can only contain others");
                return;
            }
            else if (!done.Contains(top.Parts.Current))
            {
                onPath.Add(top.Parts.Current);
                path.Push((top.Parts.Current, Parts(top.Parts.Current).GetEnumerator()));
            }
        }

        IEnumerable<EditorGraph> Parts(EditorGraph graph) =>
            graph.Nodes.Where(n => n.Kind == NodeKind.Instance).Select(definitions.Of).Distinct();
    }
}
