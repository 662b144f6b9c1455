using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Images;
using PixelDiT.Nodes.Core.Values;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Latents;

/// <summary>The sum of two latents: samples1 + samples2.</summary>
[Node("LatentAdd", Category = "model/latent/advanced", Schema = NodeSchema.V3, Module = "comfy_extras.nodes_latent",
    Description = "Adds one latent to another.", SearchAliases = ["combine latents", "sum latents"])]
[Output("LATENT")]
public sealed class LatentAdd : Node
{
    /// <summary>What it is added to; it decides size and number.</summary>
    [Input("LATENT")]
    public required Latent Samples1 { get; set; }

    /// <summary>What is added; resized to the size of the first, fewer are used again from the first.</summary>
    [Input("LATENT")]
    public required Latent Samples2 { get; set; }

    /// <inheritdoc />
    /// <exception cref="PictureException">The latents are of different models, or a batch is empty.</exception>
    public override NodeResult Run(NodeContext context)
    {
        using var scope = NewDisposeScope();
        var (first, second) = LatentPair.OfOneSize(Samples1, Samples2);
        var result = first.Samples + Batch.Fit(second, first.Samples.shape[0]);
        return NodeResult.Of(first with { Samples = result.DetachFromDisposeScope() });
    }
}
