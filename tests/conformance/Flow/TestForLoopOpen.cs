using PixelDiT.Conformance.Values;
using PixelDiT.Graph.Nodes;

namespace PixelDiT.Conformance.Flow;

/// <summary>Where the body of a counting loop begins; what it gives at first it gives at once, the expansion beside it is never needed.</summary>
[Node("TestForLoopOpen", Title = "For Loop Open", Category = "Testing/Flow", Module = Pack.Module)]
[Output("FLOW_CONTROL", "flow_control")]
[Output("INT", "remaining")]
[Output("*", "value1")]
[Output("*", "value2")]
[Output("*", "value3")]
[Output("*", "value4")]
internal sealed class TestForLoopOpen : Node, IVariant
{
    /// <summary>How many times the body runs.</summary>
    [IntInput(Default = 1, Min = 0, Max = 100000, Step = 1)]
    public object? Remaining { get; set; }

    [Input("*", Optional = true)]
    public object? InitialValue1 { get; set; }

    [Input("*", Optional = true)]
    public object? InitialValue2 { get; set; }

    [Input("*", Optional = true)]
    public object? InitialValue3 { get; set; }

    [Input("*", Optional = true)]
    public object? InitialValue4 { get; set; }

    /// <summary>Set by the loop: what takes the place of <see cref="Remaining"/> in a repetition.</summary>
    [Input("*", Hidden = true)]
    public object? InitialValue0 { get; set; } = Missing.Value;

    public override NodeResult Run(NodeContext context)
    {
        var remaining = InitialValue0 is Missing ? Remaining : InitialValue0;
        var graph = context.NewGraph();
        graph.Add("TestWhileLoopOpen").Set("condition", remaining).Set("initial_value0", remaining)
            .SetOrRemove("initial_value1", InitialValue1).SetOrRemove("initial_value2", InitialValue2)
            .SetOrRemove("initial_value3", InitialValue3).SetOrRemove("initial_value4", InitialValue4);
        return NodeResult.Of("stub", remaining, InitialValue1, InitialValue2, InitialValue3, InitialValue4).WithExpansion(graph);
    }
}
