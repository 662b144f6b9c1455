using PixelDiT.Graph.Nodes;
using PixelDiT.Sampling;

namespace PixelDiT.Nodes.PixelDiT.Comparing;

/// <summary>The nodes that a node's result depends on, itself included, the nearest first.</summary>
internal sealed class Upstream
{
    private readonly List<DynamicNode> _nodes = [];

    public Upstream(IDynamicPrompt prompt, string from)
    {
        var known = new HashSet<string> { from };
        var waiting = new Queue<string>([from]);
        while (waiting.TryDequeue(out var id))
        {
            var node = prompt.Find(id)!;
            _nodes.Add(node);
            foreach (var link in node.Inputs.Values.OfType<NodeLink>().Where(l => known.Add(l.NodeId)))
            {
                waiting.Enqueue(link.NodeId);
            }
        }
    }

    /// <summary>The node whose parameter changes.</summary>
    /// <param name="which">Its id or class; empty for the nearest node with such an input.</param>
    /// <param name="parameter">Name of the input; a constant.</param>
    /// <exception cref="SamplingSettingException">There is none; the message says what there is.</exception>
    public DynamicNode FindVaried(string which, string parameter)
    {
        var meant = _nodes.Where(n => which.Length == 0 || n.Id == which || n.ClassType == which).ToList();
        if (meant.Count == 0)
        {
            throw new SamplingSettingException("node", $"'{which}'", $"empty, or one of those that make the image: {string.Join(", ", _nodes.Select(n => $"{n.ClassType} ({n.Id})"))}");
        }
        if (meant.Find(n => IsConstant(n, parameter)) is { } found)
        {
            return found;
        }
        var linked = meant.Find(n => n.Inputs.TryGetValue(parameter, out var value) && value is NodeLink);
        if (linked?.Inputs[parameter] is NodeLink source)
        {
            throw new SamplingSettingException("parameter", $"'{parameter}'", $"a value that is set on a node; that of {linked.ClassType} ({linked.Id}) comes over a link from node {source.NodeId}: name an input of that one");
        }
        var names = meant.SelectMany(n => n.Inputs.Keys.Where(k => IsConstant(n, k)).Select(k => $"{n.ClassType}.{k}")).Distinct().Take(40);
        throw new SamplingSettingException("parameter", $"'{parameter}'", $"an input of the nodes that make the image: {string.Join(", ", names)}");
    }

    /// <summary>The nodes whose result depends on this one, itself included.</summary>
    public IReadOnlyList<DynamicNode> DependentOn(DynamicNode varied)
    {
        var dependent = new HashSet<string> { varied.Id };
        // The graph has no cycles, so each round of a finite number adds a node.
        while (_nodes.Exists(n => n.Inputs.Values.OfType<NodeLink>().Any(l => dependent.Contains(l.NodeId)) && dependent.Add(n.Id)))
        {
        }
        return [.. _nodes.Where(n => dependent.Contains(n.Id))];
    }

    private static bool IsConstant(DynamicNode node, string name) =>
        node.Declaration.FindInput(name) is not null && node.Inputs.TryGetValue(name, out var value) && value is not NodeLink;
}
