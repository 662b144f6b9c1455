using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Images;
using PixelDiT.Nodes.Core.Values;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Latents;

/// <summary>A latent batch several times over, so that one start image gives several pictures.</summary>
[Node("RepeatLatentBatch", Title = "Repeat Latent Batch", Category = "model/latent/batch", Module = "nodes",
    Description = "Repeats a batch of latents. Each copy gets noise of its own.", SearchAliases = ["duplicate latent", "clone latent"])]
[Output("LATENT")]
public sealed class RepeatLatentBatch : Node
{
    /// <summary>The batch.</summary>
    [Input("LATENT")]
    public required Latent Samples { get; set; }

    /// <summary>How many times the batch is there afterwards.</summary>
    [IntInput(Default = 1, Min = 1, Max = 64)]
    public int Amount { get; set; } = 1;

    /// <inheritdoc />
    public override NodeResult Run(NodeContext context)
    {
        using var scope = NewDisposeScope();
        var repeated = Samples.Samples.repeat(Amount, 1, 1, 1); // [amount·B, C, H, W]
        // One mask serves every copy; several are repeated with their latents.
        var masks = Samples.NoiseMask is { } mask && mask.shape[0] != 1 ? Batch.Fit(mask, Samples.Samples.shape[0]).repeat(Amount, 1, 1, 1) : null;
        return NodeResult.Of(Samples with
        {
            Samples = repeated.DetachFromDisposeScope(),
            NoiseMask = masks?.DetachFromDisposeScope() ?? Samples.NoiseMask,
            BatchIndex = Repeat(Samples.BatchIndex),
        });
    }

    // Every copy counts on behind the one before it, so that no two pictures share their noise.
    private long[]? Repeat(IReadOnlyList<long>? indices)
    {
        if (indices is null)
        {
            return null;
        }
        var span = indices.Max() - indices.Min() + 1;
        return [.. Enumerable.Range(0, Amount).SelectMany(copy => indices.Select(i => i + (copy * span)))];
    }
}
