using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Images;
using PixelDiT.Nodes.Core.Values;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Latents;

/// <summary>Latents mirrored.</summary>
[Node("LatentFlip", Title = "Flip Latent", Category = "model/latent/transform", Module = "nodes",
    Description = "Mirrors latents upside down or left to right.", SearchAliases = ["mirror latent"])]
[Output("LATENT")]
public sealed class LatentFlip : Node
{
    /// <summary>The latents. A noise mask is not mirrored, as in ComfyUI.</summary>
    [Input("LATENT")]
    public required Latent Samples { get; set; }

    /// <summary>Upside down or left to right.</summary>
    [ComboInput("x-axis: vertically", "y-axis: horizontally")]
    public required string FlipMethod { get; set; }

    /// <inheritdoc />
    public override NodeResult Run(NodeContext context)
    {
        using var scope = NewDisposeScope();
        var flipped = Turning.Flip(Samples.Samples, FlipMethod, heightDim: 2, widthDim: 3);
        return NodeResult.Of(Samples with { Samples = flipped.contiguous().DetachFromDisposeScope() });
    }
}
