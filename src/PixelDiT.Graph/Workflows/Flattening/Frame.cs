using PixelDiT.Graph.Workflows.Linking;
using PixelDiT.Graph.Workflows.Reading;

namespace PixelDiT.Graph.Workflows.Flattening;

/// <summary>One occurrence of a graph: the top graph, or a definition at one of its instances.</summary>
internal sealed class Frame
{
    public Frame(EditorGraph graph, Wiring wiring, Frame? parent = null, int instance = -1)
    {
        (Graph, Wiring, Parent, Instance) = (graph, wiring, parent, instance);
        Prefix = parent is null ? "" : $"{parent.IdOf(instance)}:";
    }

    public EditorGraph Graph { get; }

    public Wiring Wiring { get; }

    /// <summary>The frame that the instance stands in; null at the top.</summary>
    public Frame? Parent { get; }

    /// <summary>Place of the instance among the nodes of <see cref="Parent"/>.</summary>
    public int Instance { get; }

    /// <summary>What stands before the ids of the inner nodes: <c>44:</c>.</summary>
    public string Prefix { get; }

    /// <summary>The frames of the instances in this one; muted and bypassed ones have none.</summary>
    public Dictionary<int, Frame> Children { get; } = [];

    /// <summary>What the instance says of widgets inside.</summary>
    public PromotedValues Promoted { get; set; } = PromotedValues.None;

    /// <summary>The id of a node in API form.</summary>
    public string IdOf(int node) => Prefix + Graph.Nodes[node].Id;

    /// <summary>A node of this frame for messages.</summary>
    public Place PlaceOf(int node)
    {
        var names = new List<string>();
        for (var frame = this; frame.Parent is not null; frame = frame.Parent)
        {
            names.Add(frame.Graph.Name!);
        }

        names.Reverse();
        var saved = Graph.Nodes[node];
        return new Place(IdOf(node), Children.TryGetValue(node, out var child) ? child.Graph.Name : saved.Type, saved.Title, names);
    }
}
