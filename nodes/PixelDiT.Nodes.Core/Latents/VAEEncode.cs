using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Values;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Latents;

/// <summary>Image → latent. For pixel-space models this only changes range and layout.</summary>
[Node("VAEEncode", Title = "VAE Encode", Category = "model/latent", Module = "nodes",
    Description = "Turns images into a latent, the start of image-to-image sampling.", SearchAliases = ["encode", "image to latent"])]
[Output("LATENT")]
public sealed class VAEEncode : Node
{
    /// <summary>The images, [B, H, W, 3 or 4] in [0, 1]; alpha is left out.</summary>
    [Input("IMAGE")]
    public required Tensor Pixels { get; set; }

    /// <summary>How latents and images correspond.</summary>
    [Input("VAE")]
    public required PixelSpaceVae Vae { get; set; }

    /// <inheritdoc />
    public override NodeResult Run(NodeContext context)
    {
        using var scope = NewDisposeScope();
        return NodeResult.Of(new Latent { Samples = Vae.Encode(Pixels).DetachFromDisposeScope() });
    }
}
