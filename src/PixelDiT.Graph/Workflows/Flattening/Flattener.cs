using PixelDiT.Graph.Workflows.Linking;
using PixelDiT.Graph.Workflows.Reading;
using PixelDiT.Graph.Workflows.Widgets;

namespace PixelDiT.Graph.Workflows.Flattening;

/// <summary>Puts a frame at every instance and lists the nodes that are written out, in the order of the front end's export.</summary>
internal sealed class Flattener
{
    private readonly Definitions _definitions;
    private readonly Findings _findings;
    private readonly Budget _budget;
    private readonly Dictionary<EditorGraph, Wiring> _wirings;
    private readonly PromotedInputs _promotedInputs;

    /// <summary>Prepares the graphs.</summary>
    public Flattener(Definitions definitions, ClassShapes shapes, Findings findings, Budget budget)
    {
        (_definitions, _findings, _budget) = (definitions, findings, budget);
        _wirings = definitions.All.ToDictionary(g => g, g => new Wiring(g, shapes, definitions, findings));
        _promotedInputs = new PromotedInputs(definitions, shapes, _wirings);
        Top = new Frame(definitions.Top, _wirings[definitions.Top]);
    }

    /// <summary>The frame of the top graph.</summary>
    public Frame Top { get; }

    /// <summary>The definition of a muted or bypassed instance too.</summary>
    public EditorGraph DefinitionOf(EditorNode instance) => _definitions.Of(instance);

    /// <summary>Walks the graphs; inner nodes take the place of their instance.</summary>
    /// <returns>The nodes that run: no front-end-only, muted or bypassed ones.</returns>
    public List<(Frame Frame, int Node)> Walk()
    {
        var found = new List<(Frame, int)>();
        // A stack of our own: subgraphs may be nested as deeply as the file is long.
        var open = new Stack<(Frame Frame, IReadOnlyList<int>? Order, int Next)>();
        open.Push((Top, ExecutionOrder.Of(Top.Graph, Top.Wiring), 0));
        while (open.TryPop(out var top))
        {
            var (frame, order, next) = top;
            if (next == frame.Graph.Nodes.Count)
            {
                continue;
            }

            _budget.AddSteps(1);
            open.Push((frame, order, next + 1));
            var index = order is null ? next : order[next];
            var node = frame.Graph.Nodes[index];
            if (node.Kind is not (NodeKind.Class or NodeKind.Instance))
            {
                continue;
            }

            _budget.AddNode();
            if (node.Mode is NodeModes.Muted or NodeModes.Bypassed)
            {
                continue;
            }

            if (node.Kind == NodeKind.Class)
            {
                found.Add((frame, index));
                continue;
            }

            var definition = _definitions.Of(node);
            var child = new Frame(definition, _wirings[definition], frame, index);
            _budget.AddText(child.Prefix.Length);
            frame.Children.Add(index, child);
            child.Promoted = PromotedValues.Read(node, child, _promotedInputs, _findings, _budget);
            open.Push((child, null, 0));
        }

        return found;
    }
}
