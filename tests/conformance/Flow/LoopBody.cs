using PixelDiT.Graph.Nodes;

namespace PixelDiT.Conformance.Flow;

/// <summary>The nodes of a loop: its ends, and all that is both behind the node that opens it and before the one that closes it.</summary>
internal static class LoopBody
{
    /// <summary>The nodes, each once, in the order in which a depth-first walk from the open node meets them, the two ends last.</summary>
    public static IReadOnlyList<DynamicNode> Find(IDynamicPrompt prompt, string open, string close)
    {
        var users = Users(prompt, close);
        var found = new List<string>();
        var seen = new HashSet<string>();
        // Walks are loops with a stack of their own: a body may be longer than the thread's stack is deep.
        var walk = new Stack<IEnumerator<string>>([users.GetValueOrDefault(open, []).GetEnumerator()]);
        while (walk.TryPeek(out var next))
        {
            if (!next.MoveNext())
            {
                walk.Pop();
            }
            else if (seen.Add(next.Current))
            {
                found.Add(next.Current);
                walk.Push(users.GetValueOrDefault(next.Current, []).GetEnumerator());
            }
        }

        found.AddRange(new[] { close, open }.Where(seen.Add));
        return [.. found.Select(id => prompt.Find(id)).OfType<DynamicNode>()];
    }

    /// <summary>For each node before <paramref name="close"/>, the nodes that use it, as far as they lie before <paramref name="close"/> or are it.</summary>
    private static Dictionary<string, List<string>> Users(IDynamicPrompt prompt, string close)
    {
        var users = new Dictionary<string, List<string>>();
        var walk = new Stack<(string Node, IEnumerator<string> Sources)>([(close, Sources(prompt, close))]);
        while (walk.TryPeek(out var at))
        {
            if (!at.Sources.MoveNext())
            {
                walk.Pop();
                if (walk.TryPeek(out var user))
                {
                    users[at.Node].Add(user.Node);
                }
            }
            else if (users.TryAdd(at.Sources.Current, []))
            {
                walk.Push((at.Sources.Current, Sources(prompt, at.Sources.Current)));
            }
            else
            {
                users[at.Sources.Current].Add(at.Node);
            }
        }

        return users;
    }

    private static IEnumerator<string> Sources(IDynamicPrompt prompt, string id) =>
        (prompt.Find(id)?.Inputs.Values.OfType<NodeLink>().Select(link => link.NodeId) ?? []).GetEnumerator();
}
