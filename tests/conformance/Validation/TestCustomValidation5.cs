using PixelDiT.Conformance.Values;
using PixelDiT.Graph.Nodes;

namespace PixelDiT.Conformance.Validation;

/// <summary>An image of a product; the node judges all of its inputs itself, so their ranges are not looked at.</summary>
[Node("TestCustomValidation5", Title = "Custom Validation 5", Category = "Testing/Nodes", Module = Pack.Module)]
[Output("IMAGE")]
internal sealed class TestCustomValidation5 : Node, IValidatesInputs
{
    [FloatInput(Min = 0.0, Max = 1.0)]
    public required double Input1 { get; set; }

    [FloatInput(Min = 0.0, Max = 1.0)]
    public required double Input2 { get; set; }

    public IReadOnlyList<string> ValidatedInputs => ["input1", "input2"];

    /// <exception cref="KeyNotFoundException">The prompt gives no <c>input2</c>; the text is the reference's, which looks it up without asking.</exception>
    public string? ValidateInputs(ReceivedInputs inputs) =>
        !inputs.Has("input2") ? throw new KeyNotFoundException("'input2'")
        : inputs.Constants.TryGetValue("input2", out var value) && value is 7.0 ? "7s are not allowed. I've never liked 7s."
        : null;

    // The factors are multiplied first, then rounded to float32.
    public override NodeResult Run(NodeContext context) => NodeResult.Of(Canvas.Of(Input1 * Input2));
}
