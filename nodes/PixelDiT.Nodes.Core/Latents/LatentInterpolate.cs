using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Images;
using PixelDiT.Nodes.Core.Values;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Latents;

/// <summary>
/// Two latents mixed by direction and by length apart: between the channel vectors of each pixel, unit vectors are blended and given unit length again,
/// lengths are blended for themselves.
/// </summary>
/// <remarks>ComfyUI's own broadcasting only works for a batch of one; here every latent of a batch is treated as that one is.</remarks>
[Node("LatentInterpolate", Category = "model/latent/advanced", Schema = NodeSchema.V3, Module = "comfy_extras.nodes_latent",
    Description = "Mixes two latents so that the result keeps their strength.", SearchAliases = ["blend latent", "mix latent", "lerp latent", "transition"])]
[Output("LATENT")]
public sealed class LatentInterpolate : Node
{
    /// <summary>The latents whose share is the ratio; they decide size and number.</summary>
    [Input("LATENT")]
    public required Latent Samples1 { get; set; }

    /// <summary>The others; resized to the size of the first, fewer are used again from the first.</summary>
    [Input("LATENT")]
    public required Latent Samples2 { get; set; }

    /// <summary>Share of the first latents.</summary>
    [FloatInput(Default = 1.0, Min = 0.0, Max = 1.0, Step = 0.01)]
    public double Ratio { get; set; } = 1.0;

    /// <inheritdoc />
    /// <exception cref="PictureException">The latents are of different models, or a batch is empty.</exception>
    public override NodeResult Run(NodeContext context)
    {
        using var scope = NewDisposeScope();
        var (first, resized) = LatentPair.OfOneSize(Samples1, Samples2);
        var (a, b) = (first.Samples, Batch.Fit(resized, first.Samples.shape[0]));
        var (lengthA, lengthB) = (a.norm(1, keepdim: true), b.norm(1, keepdim: true)); // [B, 1, H, W]
        var direction = (Unit(a, lengthA) * Ratio) + (Unit(b, lengthB) * (1 - Ratio));
        var mixed = Unit(direction, direction.norm(1, keepdim: true)) * ((lengthA * Ratio) + (lengthB * (1 - Ratio)));
        return NodeResult.Of(first with { Samples = mixed.DetachFromDisposeScope() });
    }

    // Vectors without length have no direction: 0.
    private static Tensor Unit(Tensor vectors, Tensor lengths) => nan_to_num(vectors / lengths);
}
