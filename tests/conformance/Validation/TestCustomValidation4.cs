using PixelDiT.Conformance.Values;
using PixelDiT.Graph.Nodes;

namespace PixelDiT.Conformance.Validation;

/// <summary>An image of a product; constants must be floats, which whole numbers have become by then.</summary>
[Node("TestCustomValidation4", Title = "Custom Validation 4", Category = "Testing/Nodes", Module = Pack.Module)]
[Output("IMAGE")]
internal sealed class TestCustomValidation4 : Node, IValidatesInputs
{
    // As objects, so that a link is null and the check sees what the conversion made.
    [FloatInput]
    public object? Input1 { get; set; }

    [FloatInput]
    public object? Input2 { get; set; }

    public IReadOnlyList<string> ValidatedInputs => ["input1", "input2"];

    public string? ValidateInputs(ReceivedInputs inputs) => LiteralTypes.Float("input1", Input1) ?? LiteralTypes.Float("input2", Input2);

    public override NodeResult Run(NodeContext context) => NodeResult.Of(Number.Pair(Input1, Input2) switch
    {
        (double a, double b) => Canvas.Of(a, b),
        var (a, b) => Canvas.Of((double)(System.Numerics.BigInteger)a, (double)(System.Numerics.BigInteger)b),
    });
}
