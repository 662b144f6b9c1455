using PixelDiT.Conformance.Values;
using PixelDiT.Graph.Nodes;
using PixelDiT.Graph.Values;

namespace PixelDiT.Conformance.Async;

/// <summary>An image, of a number that is judged after a wait.</summary>
[Node("TestAsyncValidation", Title = "Test Async Validation", Category = "experimental/async", Module = Pack.Module)]
[Output("IMAGE")]
internal sealed class TestAsyncValidation : Node, IValidatesInputsAsync
{
    // Null where it is a link: nothing can be said of it then.
    [FloatInput(Default = 5.0)]
    public double? Value { get; set; }

    [FloatInput(Default = 10.0)]
    public double? Threshold { get; set; }

    public IReadOnlyList<string> ValidatedInputs => ["value", "threshold"];

    public async Task<string?> ValidateInputsAsync(ReceivedInputs inputs)
    {
        await inputs.Services.PauseAsync(inputs.Cancellation);
        return Value > Threshold ? $"Value {PythonText.Float(Value.Value)} exceeds threshold {PythonText.Float(Threshold.Value)}" : null;
    }

    public override NodeResult Run(NodeContext context) => NodeResult.Of(Canvas.Of(Value!.Value / 10));
}
