using PixelDiT.Graph.Nodes;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Images;

/// <summary>Images turned clockwise.</summary>
[Node("ImageRotate", Title = "Rotate Image", Category = "image/transform", Schema = NodeSchema.V3, Module = "comfy_extras.nodes_images",
    EssentialsCategory = "Image Tools", Description = "Turns images clockwise by quarter turns.", SearchAliases = ["turn", "flip orientation"])]
[Output("IMAGE")]
public sealed class ImageRotate : Node
{
    /// <summary>The images, [B, H, W, C].</summary>
    [Input("IMAGE")]
    public required Tensor Image { get; set; }

    /// <summary>The angle, clockwise.</summary>
    [ComboInput("none", "90 degrees", "180 degrees", "270 degrees")]
    public required string Rotation { get; set; }

    /// <inheritdoc />
    public override NodeResult Run(NodeContext context)
    {
        using var scope = NewDisposeScope();
        return NodeResult.Of(Turning.Rotate(Image, Rotation, heightDim: 1, widthDim: 2).contiguous().DetachFromDisposeScope());
    }
}
