using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Images;
using PixelDiT.Nodes.Core.Values;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Latents;

/// <summary>Latents turned clockwise.</summary>
[Node("LatentRotate", Title = "Rotate Latent", Category = "model/latent/transform", Module = "nodes",
    Description = "Turns latents clockwise by quarter turns.")]
[Output("LATENT")]
public sealed class LatentRotate : Node
{
    /// <summary>The latents. A noise mask is not turned, as in ComfyUI.</summary>
    [Input("LATENT")]
    public required Latent Samples { get; set; }

    /// <summary>The angle, clockwise.</summary>
    [ComboInput("none", "90 degrees", "180 degrees", "270 degrees")]
    public required string Rotation { get; set; }

    /// <inheritdoc />
    public override NodeResult Run(NodeContext context)
    {
        using var scope = NewDisposeScope();
        var turned = Turning.Rotate(Samples.Samples, Rotation, heightDim: 2, widthDim: 3);
        return NodeResult.Of(Samples with { Samples = turned.contiguous().DetachFromDisposeScope() });
    }
}
