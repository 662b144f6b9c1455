using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Images;
using PixelDiT.Nodes.Core.Values;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Latents;

/// <summary>Some latents of a batch; they keep their noise and their masks.</summary>
[Node("LatentFromBatch", Title = "Get Latent From Batch", Category = "model/latent/batch", Module = "nodes",
    Description = "Takes neighbouring latents out of a batch. Each gets the noise again that it had in the batch.",
    SearchAliases = ["select from batch", "pick latent", "batch subset"])]
[Output("LATENT")]
public sealed class LatentFromBatch : Node
{
    /// <summary>The batch.</summary>
    [Input("LATENT")]
    public required Latent Samples { get; set; }

    /// <summary>The first latent, counted from 0, or from the end when negative; beyond the batch stands for its first or last.</summary>
    [IntInput(Default = 0, Min = -16384, Max = 16384)]
    public int BatchIndex { get; set; }

    /// <summary>How many; fewer where the batch ends.</summary>
    [IntInput(Default = 1, Min = 1, Max = 64)]
    public int Length { get; set; } = 1;

    /// <inheritdoc />
    /// <exception cref="PictureException">The batch is empty.</exception>
    public override NodeResult Run(NodeContext context)
    {
        using var scope = NewDisposeScope();
        var all = Samples.Samples;
        var (start, length) = Batch.Part(all, BatchIndex, Length);
        var mask = Samples.NoiseMask is { } masks && masks.shape[0] != 1 ? Batch.Fit(masks, all.shape[0]).narrow(0, start, length).clone() : null;
        return NodeResult.Of(Samples with
        {
            Samples = all.narrow(0, start, length).clone().DetachFromDisposeScope(),
            NoiseMask = mask?.DetachFromDisposeScope() ?? Samples.NoiseMask,
            BatchIndex = [.. Samples.Indices().Skip((int)start).Take((int)length)],
        });
    }
}
