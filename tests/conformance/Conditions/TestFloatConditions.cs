using PixelDiT.Graph.Nodes;

namespace PixelDiT.Conformance.Conditions;

/// <summary>Compares floats.</summary>
[Node("TestFloatConditions", Title = "Float Condition", Category = "Testing/Logic", Module = Pack.Module)]
[Output("BOOLEAN")]
internal sealed class TestFloatConditions : Node
{
    // As text: default and step are whole numbers on the wire.
    private const string Options = """{"default": 0, "min": -999999999999.0, "max": 999999999999.0, "step": 1}""";

    [FloatInput(Options = Options)]
    public object? A { get; set; }

    [FloatInput(Options = Options)]
    public object? B { get; set; }

    [ComboInput("==", "!=", "<", ">", "<=", ">=")]
    public required string Operation { get; set; }

    public override NodeResult Run(NodeContext context) => NodeResult.Of(Comparison.Holds(Operation, A, B));
}
