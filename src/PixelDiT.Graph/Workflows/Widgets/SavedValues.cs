using PixelDiT.Graph.Nodes;
using PixelDiT.Graph.Workflows.Reading;

namespace PixelDiT.Graph.Workflows.Widgets;

/// <summary>The saved widget values of all nodes, each read once.</summary>
/// <param name="services">For choices that change.</param>
internal sealed class SavedValues(NodeServices services)
{
    private readonly Dictionary<EditorNode, NodeValues> _known = [];

    /// <summary>The values of a node.</summary>
    /// <param name="node">The node.</param>
    /// <param name="shape">The shape of its class.</param>
    public NodeValues Of(EditorNode node, ClassShape shape)
    {
        if (!_known.TryGetValue(node, out var values))
        {
            _known[node] = values = NodeValues.Read(node, shape, services);
        }

        return values;
    }
}
