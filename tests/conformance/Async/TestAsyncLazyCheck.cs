using PixelDiT.Conformance.Values;
using PixelDiT.Graph.Nodes;

namespace PixelDiT.Conformance.Async;

/// <summary>A white image, after one of two inputs that is chosen after a wait.</summary>
[Node("TestAsyncLazyCheck", Title = "Test Async Lazy Check", Category = "experimental/async", Module = Pack.Module)]
[Output("IMAGE")]
internal sealed class TestAsyncLazyCheck : Node, ILazyInputsAsync
{
    /// <summary>Needed when <see cref="Condition"/> holds.</summary>
    [Input("*", Lazy = true)]
    public object? Input1 { get; set; }

    /// <summary>Needed when <see cref="Condition"/> does not hold.</summary>
    [Input("*", Lazy = true)]
    public object? Input2 { get; set; }

    [BooleanInput(Default = true)]
    public object? Condition { get; set; }

    public async Task<IEnumerable<string>> CheckLazyStatusAsync(LazyContext context)
    {
        await context.Services.PauseAsync(context.Cancellation);
        var (name, value) = Truth.Of(Condition) ? ("input1", Input1) : ("input2", Input2);
        return value is null ? [name] : [];
    }

    public override NodeResult Run(NodeContext context) => NodeResult.Of(Canvas.Of(1.0));
}
