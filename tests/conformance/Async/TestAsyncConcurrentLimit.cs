using PixelDiT.Graph.Nodes;

namespace PixelDiT.Conformance.Async;

/// <summary>Passes a value on after a while; two at a time in the whole process, the others queue.</summary>
[Node("TestAsyncConcurrentLimit", Title = "Test Async Concurrent Limit", Category = "experimental/async", Module = Pack.Module)]
[Output("*")]
internal sealed class TestAsyncConcurrentLimit : AsyncNode
{
    private static readonly SemaphoreSlim Places = new(2);

    [Input("*", Options = "{}")]
    public object? Value { get; set; }

    /// <summary>In seconds, from when the node has its place.</summary>
    [FloatInput(Default = 0.5, Min = 0.1, Max = 2.0)]
    public required double Duration { get; set; }

    /// <summary>Tells equal nodes apart; not read.</summary>
    [IntInput(Default = 0)]
    public object? NodeId { get; set; }

    public override async Task<NodeResult> RunAsync(NodeContext context)
    {
        await Places.WaitAsync(context.Cancellation);
        try
        {
            await context.PauseAsync(Duration);
            return NodeResult.Of(Value);
        }
        finally
        {
            Places.Release();
        }
    }
}
