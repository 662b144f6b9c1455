using PixelDiT.Graph.Nodes;

namespace PixelDiT.Conformance.Conditions;

/// <summary>Compares whole numbers.</summary>
[Node("TestIntConditions", Title = "Int Condition", Category = "Testing/Logic", Module = Pack.Module)]
[Output("BOOLEAN")]
internal sealed class TestIntConditions : Node
{
    [IntInput(Default = 0, Min = "-18446744073709551615", Max = ulong.MaxValue, Step = 1)]
    public object? A { get; set; }

    [IntInput(Default = 0, Min = "-18446744073709551615", Max = ulong.MaxValue, Step = 1)]
    public object? B { get; set; }

    [ComboInput("==", "!=", "<", ">", "<=", ">=")]
    public required string Operation { get; set; }

    public override NodeResult Run(NodeContext context) => NodeResult.Of(Comparison.Holds(Operation, A, B));
}
