using PixelDiT.Graph.Nodes;
using PixelDiT.Graph.Values;

namespace PixelDiT.Conformance.Async;

/// <summary>Passes a value on after an operation, or fails when the operation takes too long.</summary>
[Node("TestAsyncTimeout", Title = "Test Async Timeout", Category = "experimental/async", Module = Pack.Module)]
[Output("*")]
internal sealed class TestAsyncTimeout : AsyncNode
{
    [Input("*", Options = "{}")]
    public object? Value { get; set; }

    /// <summary>How long the operation may take, in seconds.</summary>
    [FloatInput(Default = 1.0, Min = 0.1, Max = 10.0)]
    public required double Timeout { get; set; }

    /// <summary>How long it takes, in seconds.</summary>
    [FloatInput(Default = 2.0, Min = 0.1, Max = 10.0)]
    public required double OperationTime { get; set; }

    public override async Task<NodeResult> RunAsync(NodeContext context)
    {
        await context.PauseAsync(Math.Min(Timeout, OperationTime));
        return OperationTime > Timeout
            ? throw new TimeoutException($"Operation timed out after {PythonText.Float(Timeout)} seconds")
            : NodeResult.Of(Value);
    }
}
