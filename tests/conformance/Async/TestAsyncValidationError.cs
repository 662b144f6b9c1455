using PixelDiT.Conformance.Values;
using PixelDiT.Graph.Nodes;
using PixelDiT.Graph.Values;

namespace PixelDiT.Conformance.Async;

/// <summary>An image, of a number that is refused after a wait when it is too large.</summary>
[Node("TestAsyncValidationError", Title = "Test Async Validation Error", Category = "experimental/async", Module = Pack.Module)]
[Output("IMAGE")]
internal sealed class TestAsyncValidationError : Node, IValidatesInputsAsync
{
    // Null where it is a link: nothing can be said of it then.
    [FloatInput(Default = 5.0)]
    public double? Value { get; set; }

    [FloatInput(Default = 10.0)]
    public double? MaxValue { get; set; }

    public IReadOnlyList<string> ValidatedInputs => ["value", "max_value"];

    public async Task<string?> ValidateInputsAsync(ReceivedInputs inputs)
    {
        await inputs.Services.PauseAsync(inputs.Cancellation);
        return Value > MaxValue ? $"Async validation failed: {PythonText.Float(Value.Value)} > {PythonText.Float(MaxValue.Value)}" : null;
    }

    public override NodeResult Run(NodeContext context) => NodeResult.Of(Canvas.Of(Value!.Value / MaxValue!.Value));
}
