using System.Text.Json.Nodes;
using PixelDiT.Graph.Workflows.Flattening;
using PixelDiT.Graph.Workflows.Reading;
using PixelDiT.Graph.Workflows.Widgets;

namespace PixelDiT.Graph.Workflows.Linking;

/// <summary>What a connected input gets in API form.</summary>
internal abstract record Resolved
{
    private Resolved()
    {
    }

    /// <summary>Nothing: the input's own widget counts.</summary>
    public static Resolved Nothing { get; } = new Empty();

    /// <summary>The input is left out, its widget's value included: the source is muted.</summary>
    public static Resolved Dropped { get; } = new Cut();

    /// <summary>A link.</summary>
    public sealed record Link(Frame Frame, int Node, int Slot) : Resolved;

    /// <summary>A constant.</summary>
    /// <param name="Value">The value, not to be changed.</param>
    /// <param name="FromPrimitive">True when it only fits a widget.</param>
    /// <param name="Origin">Where it was found, for messages.</param>
    public sealed record Constant(JsonNode Value, bool FromPrimitive, Origin Origin) : Resolved;

    private sealed record Empty : Resolved;

    private sealed record Cut : Resolved;
}

/// <summary>Follows connections through everything that exists in the editor only: reroutes, primitives, subgraph borders, muted and bypassed nodes.</summary>
/// <param name="flattener">The frames.</param>
/// <param name="shapes">The classes.</param>
/// <param name="inputWidgets">The widgets of subgraph inputs.</param>
/// <param name="findings">Receives broken links.</param>
/// <param name="budget">Counts the work.</param>
internal sealed class LinkResolver(Flattener flattener, ClassShapes shapes, InputWidgets inputWidgets, Findings findings, Budget budget)
{
    private readonly Dictionary<(Frame Frame, int Node, int Slot, string Type), Resolved> _known = [];

    /// <summary>What a connected socket gets.</summary>
    /// <param name="frame">Where the consumer stands.</param>
    /// <param name="node">The consumer.</param>
    /// <param name="socket">Its socket.</param>
    /// <param name="source">What the graph connects to it.</param>
    public Resolved Resolve(Frame frame, int node, int socket, Source source)
    {
        var consumer = new Consumer(frame, node, frame.Wiring.Sockets(node)[socket]);
        var passed = new List<(Frame, int, int, string)>();
        var result = Follow(new Hop(frame, source, consumer.Socket.Type), consumer, passed);
        // What one consumer walked, the next one need not: long chains stay cheap.
        foreach (var key in passed)
        {
            _known[key] = result;
        }

        return result;
    }

    private Resolved Follow(Hop hop, Consumer consumer, List<(Frame, int, int, string)> passed)
    {
        HashSet<(Frame, int, int, string)>? seen = null;
        while (true)
        {
            budget.AddSteps(1);
            var (frame, source, type) = hop;
            var key = (frame, source.Node, source.Slot, type);
            if (source.Node >= 0 && frame.Graph.Nodes[source.Node] is { Kind: NodeKind.Class, Mode: not (NodeModes.Muted or NodeModes.Bypassed) })
            {
                return Output(frame, source, consumer);
            }

            if (_known.TryGetValue(key, out var known))
            {
                return known;
            }

            if (!(seen ??= []).Add(key))
            {
                Fail(consumer, WorkflowErrorTypes.LinkCycle, "A connection runs in a circle", $"what feeds it comes back to {Name(frame, source)}; reroutes, bypassed nodes and subgraph borders must lead to a node that runs");
                return Resolved.Nothing;
            }

            // What is remembered takes memory too.
            budget.AddSteps(15);
            passed.Add(key);
            var (end, next) = Step(hop, consumer);
            if (end is not null)
            {
                return end;
            }

            hop = next!;
        }
    }

    // Either an end, or where to look next.
    private (Resolved? End, Hop? Next) Step(Hop hop, Consumer consumer)
    {
        var (frame, source, type) = hop;
        if (source.Node == Source.GraphInput)
        {
            return ThroughBorder(frame, source, consumer);
        }

        if (source.Node == Source.Nowhere)
        {
            Fail(consumer, WorkflowErrorTypes.BadLink, "A link leads to nothing", source.Origin is null
                ? $"link {Shown.Name(source.Link)} is not among the links; remove the connection or restore the link"
                : $"link {Shown.Name(source.Link)} comes from node {Shown.Name(source.Origin)}, which does not exist");
            return (Resolved.Nothing, null);
        }

        var node = frame.Graph.Nodes[source.Node];
        switch (node.Kind)
        {
            case NodeKind.Note:
                return (Resolved.Nothing, null);
            case NodeKind.Primitive:
                return (Primitive(frame, source.Node), null);
            case NodeKind.Reroute:
                return Before(frame, source.Node, 0, type);
        }

        if (node.Mode == NodeModes.Muted)
        {
            return (Resolved.Dropped, null);
        }

        if (node.Mode == NodeModes.Bypassed)
        {
            return Bypass(hop, node);
        }

        var child = frame.Children[source.Node];
        if (source.Slot >= child.Graph.Outputs.Count)
        {
            Fail(consumer, WorkflowErrorTypes.BadLink, "A link leads to nothing", $"it is linked to output {source.Slot} of {frame.PlaceOf(source.Node)}, which has {child.Graph.Outputs.Count}");
            return (Resolved.Nothing, null);
        }

        return child.Wiring.Outputs[source.Slot] is { } inner ? (null, new Hop(child, inner, type)) : (Resolved.Nothing, null);
    }

    private (Resolved?, Hop?) ThroughBorder(Frame frame, Source source, Consumer consumer)
    {
        if (source.Slot >= frame.Graph.Inputs.Count)
        {
            Fail(consumer, WorkflowErrorTypes.BadLink, "A link leads to nothing", $"link {Shown.Name(source.Link)} comes from input {source.Slot} of subgraph '{Shown.Name(frame.Graph.Name!)}', which has {frame.Graph.Inputs.Count}");
            return (Resolved.Nothing, null);
        }

        if (frame.Parent!.Wiring[frame.Instance, source.Slot] is { } outer)
        {
            return (null, new Hop(frame.Parent, outer, frame.Graph.Inputs[source.Slot].Type));
        }

        return ((Resolved?)inputWidgets.Find(frame, source.Slot) ?? Resolved.Nothing, null);
    }

    private (Resolved?, Hop?) Bypass(Hop hop, EditorNode node)
    {
        var (frame, source, type) = hop;
        var definition = node.Kind == NodeKind.Instance ? flattener.DefinitionOf(node) : null;
        var shape = definition is null ? shapes.Find(node.Type) : null;
        var outputs = definition?.Outputs.Select(o => o.Type).ToList()
            ?? shape?.Declaration.Outputs.Select(o => o.Type).ToList() ?? [.. node.Outputs.Select(o => o.Type)];
        var inputs = frame.Wiring.Sockets(source.Node).Select(s => s.Type).ToList();
        var output = source.Slot < outputs.Count ? outputs[source.Slot] : "*";
        budget.AddSteps(inputs.Sum(i => (long)i.Length + output.Length + type.Length) + outputs.Count);
        var taken = SocketTypes.Bypass(inputs, source.Slot, output, type);
        return taken < 0 ? (Resolved.Nothing, null) : Before(frame, source.Node, taken, inputs[taken]);
    }

    private static (Resolved?, Hop?) Before(Frame frame, int node, int socket, string type) =>
        frame.Wiring[node, socket] is { } before ? (null, new Hop(frame, before, type)) : (Resolved.Nothing, null);

    private static Resolved Primitive(Frame frame, int node) =>
        PrimitiveValue.Of(frame, node) is { } value ? new Resolved.Constant(value, FromPrimitive: true, new Origin("the value of", frame, node)) : Resolved.Nothing;

    private Resolved Output(Frame frame, Source source, Consumer consumer)
    {
        var node = frame.Graph.Nodes[source.Node];
        if (shapes.Find(node.Type) is { } shape && source.Slot >= shape.Declaration.Outputs.Count)
        {
            var outputs = shape.Declaration.Outputs.Select((o, i) => $"{i} {o.Name}");
            Fail(consumer, WorkflowErrorTypes.BadLink, "A link leads to nothing",
                $"it is linked to output {source.Slot} of {frame.PlaceOf(source.Node)}, whose outputs are {(shape.Declaration.Outputs.Count == 0 ? "none" : string.Join(", ", outputs))}");
            return Resolved.Nothing;
        }

        return new Resolved.Link(frame, source.Node, source.Slot);
    }

    private static string Name(Frame frame, Source source) =>
        source.Node >= 0 ? frame.PlaceOf(source.Node).ToString() : $"input {source.Slot} of subgraph '{Shown.Name(frame.Graph.Name!)}'";

    private void Fail(Consumer consumer, string type, string message, string details) =>
        findings.Error(type, message, $"input '{Shown.Name(consumer.Socket.Name)}': {details}", consumer.Frame.PlaceOf(consumer.Node), input: consumer.Socket.Name);

    // Where the walk is, and the type that is wanted there: that of the input passed last. Reroutes and ways into subgraphs have no say in it.
    private sealed record Hop(Frame Frame, Source Source, string Type);

    private sealed record Consumer(Frame Frame, int Node, Socket Socket);
}
