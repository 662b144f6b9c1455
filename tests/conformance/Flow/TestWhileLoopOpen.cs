using PixelDiT.Conformance.Values;
using PixelDiT.Graph.Nodes;

namespace PixelDiT.Conformance.Flow;

/// <summary>Where the body of a loop begins. In each repetition its values are those that the end of the loop received.</summary>
[Node("TestWhileLoopOpen", Title = "While Loop Open", Category = "Testing/Flow", Module = Pack.Module)]
[Output("FLOW_CONTROL")]
[Output("*", "value0")]
[Output("*", "value1")]
[Output("*", "value2")]
[Output("*", "value3")]
[Output("*", "value4")]
internal sealed class TestWhileLoopOpen : Node, IVariant
{
    /// <summary>Not looked at.</summary>
    [BooleanInput(Default = true)]
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

    public override NodeResult Run(NodeContext context) =>
        NodeResult.Of("stub", InitialValue0, InitialValue1, InitialValue2, InitialValue3, InitialValue4);
}
