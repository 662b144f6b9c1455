using PixelDiT.Conformance.Values;
using PixelDiT.Graph.Nodes;

namespace PixelDiT.Conformance.Flow;

/// <summary>Where the body of a loop ends: hands its values on, or replaces itself by a copy of the body that starts with these values.</summary>
[Node("TestWhileLoopClose", Title = "While Loop Close", Category = "Testing/Flow", Module = Pack.Module)]
[Output("*", "value0")]
[Output("*", "value1")]
[Output("*", "value2")]
[Output("*", "value3")]
[Output("*", "value4")]
internal sealed class TestWhileLoopClose : Node, IVariant
{
    // The copy of this node has a fixed name: with its full id in it, ids would double in length with every repetition.
    private const string Recurse = "Recurse";

    /// <summary>A link to the node where the body begins.</summary>
    [Input("FLOW_CONTROL", RawLink = true)]
    public required NodeLink FlowControl { get; set; }

    [BooleanInput(ForceInput = true)]
    public object? Condition { get; set; }

    [Input("*", Optional = true)]
    public object? InitialValue0 { get; set; }

    [Input("*", Optional = true)]
    public object? InitialValue1 { get; set; }

    [Input("*", Optional = true)]
    public object? InitialValue2 { get; set; }

    [Input("*", Optional = true)]
    public object? InitialValue3 { get; set; }

    [Input("*", Optional = true)]
    public object? InitialValue4 { get; set; }

    [HiddenInput(HiddenInput.DynamicPrompt, Name = "dynprompt")]
    public required IDynamicPrompt DynamicPrompt { get; set; }

    [HiddenInput(HiddenInput.UniqueId)]
    public required string UniqueId { get; set; }

    private object?[] Values => [InitialValue0, InitialValue1, InitialValue2, InitialValue3, InitialValue4];

    public override NodeResult Run(NodeContext context) => Truth.Of(Condition) ? Repeat(context.NewGraph()) : NodeResult.Of(Values);

    private NodeResult Repeat(GraphBuilder graph)
    {
        var body = LoopBody.Find(DynamicPrompt, FlowControl.NodeId, UniqueId);
        var copies = body.ToDictionary(node => node.Id, node => Copy(node, graph));
        foreach (var node in body)
        {
            foreach (var (name, value) in node.Inputs)
            {
                copies[node.Id].Set(name, value is NodeLink link && copies.TryGetValue(link.NodeId, out var source) ? source.Output(link.Slot) : value);
            }
        }

        var open = copies[FlowControl.NodeId];
        for (var i = 0; i < Values.Length; i++)
        {
            open.SetOrRemove($"initial_value{i}", Values[i]);
        }

        var recurse = copies[UniqueId];
        return NodeResult.Of([.. Enumerable.Range(0, Values.Length).Select(recurse.Output)]).WithExpansion(graph);
    }

    private GraphNode Copy(DynamicNode node, GraphBuilder graph)
    {
        var copy = graph.Add(node.ClassType, node.Id == UniqueId ? Recurse : node.Id);
        copy.DisplayId = node.DisplayId;
        return copy;
    }
}
