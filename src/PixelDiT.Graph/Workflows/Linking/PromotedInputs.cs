using PixelDiT.Graph.Workflows.Reading;
using PixelDiT.Graph.Workflows.Widgets;

namespace PixelDiT.Graph.Workflows.Linking;

/// <summary>
/// The inputs of definitions that instances show as widgets: those that feed a widget inside, directly or through further instances. An instance that
/// lists no promoted widgets has these, in order, whichever of its inputs were saved.
/// </summary>
/// <param name="definitions">The graphs.</param>
/// <param name="shapes">The classes.</param>
/// <param name="wirings">The connections of each graph.</param>
internal sealed class PromotedInputs(Definitions definitions, ClassShapes shapes, IReadOnlyDictionary<EditorGraph, Wiring> wirings)
{
    private readonly Dictionary<EditorGraph, Promotion?[]> _known = [];
    private readonly Dictionary<EditorGraph, IReadOnlyList<Promotion>> _lists = [];

    /// <summary>Those of a definition, in order.</summary>
    public IReadOnlyList<Promotion> Of(EditorGraph definition)
    {
        if (!_lists.TryGetValue(definition, out var list))
        {
            _lists[definition] = list = [.. Find(definition).OfType<Promotion>()];
        }

        return list;
    }

    // Nested definitions first, with a stack of our own: they may be nested as deeply as the file is long.
    private Promotion?[] Find(EditorGraph definition)
    {
        var open = new Stack<EditorGraph>([definition]);
        while (open.TryPop(out var graph))
        {
            if (_known.ContainsKey(graph))
            {
                continue;
            }

            var missing = graph.Nodes.Where(n => n.Kind == NodeKind.Instance).Select(definitions.Of).Where(d => !_known.ContainsKey(d)).Distinct().ToList();
            if (missing.Count == 0)
            {
                _known.Add(graph, [.. wirings[graph].Driven.Select((targets, input) => Promote(graph, input, targets))]);
                continue;
            }

            open.Push(graph);
            missing.ForEach(open.Push);
        }

        return _known[definition];
    }

    // The first widget counts, in the order of the links.
    private Promotion? Promote(EditorGraph graph, int input, IReadOnlyList<(int Node, int Socket)> targets)
    {
        foreach (var (node, socket) in targets)
        {
            if (ControlOf(graph, node, socket) is { } hasControl)
            {
                return new Promotion(Promotion.OwnInput, graph.Inputs[input].Name, null) { Input = input, HasControl = hasControl };
            }
        }

        return null;
    }

    // Whether the widget of a socket has a mode beside its value; null when there is no widget.
    private bool? ControlOf(EditorGraph graph, int node, int socket)
    {
        var target = graph.Nodes[node];
        if (target.Kind == NodeKind.Instance)
        {
            return _known[definitions.Of(target)][socket]?.HasControl;
        }

        return target.Kind != NodeKind.Class || wirings[graph].Sockets(node)[socket].Widget is not { } widget ? null
            : shapes.Find(target.Type) is { } shape && shape.IndexOf(widget) is >= 0 and var index && shape.Widgets[index].HasControl;
    }
}
