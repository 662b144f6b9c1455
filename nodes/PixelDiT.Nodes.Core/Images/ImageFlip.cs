using PixelDiT.Graph.Nodes;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Images;

/// <summary>Images mirrored.</summary>
[Node("ImageFlip", Title = "Flip Image", Category = "image/transform", Schema = NodeSchema.V3, Module = "comfy_extras.nodes_images",
    Description = "Mirrors images upside down or left to right.", SearchAliases = ["mirror", "reflect"])]
[Output("IMAGE")]
public sealed class ImageFlip : Node
{
    /// <summary>The images, [B, H, W, C].</summary>
    [Input("IMAGE")]
    public required Tensor Image { get; set; }

    /// <summary>Upside down or left to right.</summary>
    [ComboInput("x-axis: vertically", "y-axis: horizontally")]
    public required string FlipMethod { get; set; }

    /// <inheritdoc />
    public override NodeResult Run(NodeContext context)
    {
        using var scope = NewDisposeScope();
        return NodeResult.Of(Turning.Flip(Image, FlipMethod, heightDim: 1, widthDim: 2).contiguous().DetachFromDisposeScope());
    }
}
