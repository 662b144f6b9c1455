using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Values;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Latents;

/// <summary>Latent → image. For pixel-space models this only changes range and layout.</summary>
[Node("VAEDecode", Title = "VAE Decode", Category = "model/latent", Module = "nodes",
    Description = "Turns a latent into images.", SearchAliases = ["decode", "latent to image"])]
[Output("IMAGE", Tooltip = "The images.")]
public sealed class VAEDecode : Node
{
    /// <summary>The latent.</summary>
    [Input("LATENT", Tooltip = "The latent to turn into images.")]
    public required Latent Samples { get; set; }

    /// <summary>How latents and images correspond.</summary>
    [Input("VAE", Tooltip = "The VAE of the model that made the latent; pixel_space for PixelDiT.")]
    public required PixelSpaceVae Vae { get; set; }

    /// <inheritdoc />
    public override NodeResult Run(NodeContext context)
    {
        using var scope = NewDisposeScope();
        return NodeResult.Of(Vae.Decode(Samples.Samples).DetachFromDisposeScope());
    }
}
