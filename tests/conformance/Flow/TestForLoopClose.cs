using PixelDiT.Conformance.Values;
using PixelDiT.Graph.Nodes;

namespace PixelDiT.Conformance.Flow;

/// <summary>Where the body of a counting loop ends: a while loop that counts down to 0.</summary>
[Node("TestForLoopClose", Title = "For Loop Close", Category = "Testing/Flow", Module = Pack.Module)]
[Output("*", "value1")]
[Output("*", "value2")]
[Output("*", "value3")]
[Output("*", "value4")]
internal sealed class TestForLoopClose : Node, IVariant
{
    /// <summary>A link to the node where the body begins.</summary>
    [Input("FLOW_CONTROL", RawLink = true)]
    public required NodeLink FlowControl { get; set; }

    [Input("*", Optional = true, RawLink = true)]
    public object? InitialValue1 { get; set; }

    [Input("*", Optional = true, RawLink = true)]
    public object? InitialValue2 { get; set; }

    [Input("*", Optional = true, RawLink = true)]
    public object? InitialValue3 { get; set; }

    [Input("*", Optional = true, RawLink = true)]
    public object? InitialValue4 { get; set; }

    public override NodeResult Run(NodeContext context)
    {
        var graph = context.NewGraph();
        var remaining = graph.Add("TestIntMathOperation").Set("operation", "subtract").Set("a", FlowControl with { Slot = 1 }).Set("b", 1L);
        var again = graph.Add("TestToBoolNode").Set("value", remaining.Output(0));
        var close = graph.Add("TestWhileLoopClose")
            .Set("flow_control", FlowControl).Set("condition", again.Output(0)).Set("initial_value0", remaining.Output(0))
            .SetOrRemove("initial_value1", InitialValue1).SetOrRemove("initial_value2", InitialValue2)
            .SetOrRemove("initial_value3", InitialValue3).SetOrRemove("initial_value4", InitialValue4);
        return NodeResult.Of(close.Output(1), close.Output(2), close.Output(3), close.Output(4)).WithExpansion(graph);
    }
}
