using PixelDiT.Graph.Nodes;

namespace PixelDiT.Conformance.Async;

/// <summary>Fails after a while.</summary>
[Node("TestAsyncError", Title = "Test Async Error", Category = "experimental/async", Module = Pack.Module)]
[Output("*")]
internal sealed class TestAsyncError : AsyncNode
{
    [Input("*", Options = "{}")]
    public object? Value { get; set; }

    /// <summary>In seconds.</summary>
    [FloatInput(Default = 0.1, Min = 0.0, Max = 10.0)]
    public required double ErrorAfter { get; set; }

    public override async Task<NodeResult> RunAsync(NodeContext context)
    {
        await context.PauseAsync(ErrorAfter);
        throw new IntentionalException("async");
    }
}
