using PixelDiT.Graph.Nodes;
using static TorchSharp.torch;

namespace PixelDiT.Conformance.Async;

/// <summary>The negative of images, with a wait for each.</summary>
[Node("TestAsyncBatchProcessing", Title = "Test Async Batch Processing", Category = "experimental/async", Module = Pack.Module)]
[Output("IMAGE")]
internal sealed class TestAsyncBatchProcessing : AsyncNode
{
    [Input("IMAGE")]
    public required Tensor Images { get; set; }

    /// <summary>In seconds.</summary>
    [FloatInput(Default = 0.1, Min = 0.01, Max = 1.0)]
    public required double ProcessTimePerItem { get; set; }

    // Not read: that it is declared makes the id part of the cache key.
    [HiddenInput(HiddenInput.UniqueId)]
    public string? UniqueId { get; set; }

    public override async Task<NodeResult> RunAsync(NodeContext context)
    {
        var count = Images.shape[0];
        for (var i = 1; i <= count; i++)
        {
            await context.PauseAsync(ProcessTimePerItem);
            context.Report(i, count);
        }

        return Negative();
    }

    // All at once, after the last wait: a tensor scope must not be open across one.
    private NodeResult Negative()
    {
        using var scope = NewDisposeScope();
        return NodeResult.Of((1.0 - Images).DetachFromDisposeScope());
    }
}
