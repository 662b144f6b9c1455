using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Images;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Masks;

/// <summary>One channel of images as a mask.</summary>
[Node("ImageToMask", Title = "Convert Image to Mask", Category = "image/mask", Schema = NodeSchema.V3, Module = "comfy_extras.nodes_mask",
    Description = "Takes one channel of images as a mask.", SearchAliases = ["extract channel", "channel to mask"])]
[Output("MASK")]
public sealed class ImageToMask : Node
{
    /// <summary>The images, [B, H, W, 3 or 4].</summary>
    [Input("IMAGE")]
    public required Tensor Image { get; set; }

    /// <summary>The channel; its values are taken as they are, those of <c>alpha</c> too.</summary>
    [ComboInput("red", "green", "blue", "alpha")]
    public required string Channel { get; set; }

    /// <inheritdoc />
    /// <exception cref="PictureException">The images have no such channel.</exception>
    public override NodeResult Run(NodeContext context)
    {
        var channel = Channel switch { "red" => 0, "green" => 1, "blue" => 2, _ => 3 };
        if (channel >= Image.shape[3])
        {
            throw new PictureException($"The image has {Image.shape[3]} channels and no {Channel}; JoinImageWithAlpha gives an image alpha.");
        }
        using var scope = NewDisposeScope();
        return NodeResult.Of(Image.select(3, channel).contiguous().DetachFromDisposeScope()); // [B, H, W]
    }
}
