using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Values;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Latents;

/// <summary>Two batches of latents in one.</summary>
/// <remarks>All else, a noise mask among it, is that of the first batch, as in ComfyUI.</remarks>
[Node("LatentBatch", Title = "Batch Latents (DEPRECATED)", Category = "model/latent/batch", Schema = NodeSchema.V3, Module = "comfy_extras.nodes_latent",
    Deprecated = true, Description = "Joins two batches of latents. Those of the second are resized to the size of the first.",
    SearchAliases = ["combine latents", "merge latents", "join latents"])]
[Output("LATENT")]
public sealed class LatentBatch : Node
{
    /// <summary>The latents that come first; they decide the size.</summary>
    [Input("LATENT")]
    public required Latent Samples1 { get; set; }

    /// <summary>The latents that come second. They are counted from 0 anew, so that both batches get the same noise.</summary>
    [Input("LATENT")]
    public required Latent Samples2 { get; set; }

    /// <inheritdoc />
    /// <exception cref="Images.PictureException">The latents are of different models.</exception>
    public override NodeResult Run(NodeContext context)
    {
        using var scope = NewDisposeScope();
        var (first, second) = LatentPair.OfOneSize(Samples1, Samples2);
        var joined = cat([first.Samples, second]);
        return NodeResult.Of(first with { Samples = joined.DetachFromDisposeScope(), BatchIndex = [.. Samples1.Indices(), .. Samples2.Indices()] });
    }
}
