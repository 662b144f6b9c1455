using PixelDiT.Graph.Nodes;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Images;

/// <summary>The colours of images, and their transparency as a mask.</summary>
[Node("SplitImageWithAlpha", Title = "Split Image with Alpha", Category = "image/compositing", Schema = NodeSchema.V3,
    Module = "comfy_extras.nodes_compositing", Description = "Separates images into their colours and a mask that is white where they are transparent.",
    SearchAliases = ["extract alpha", "separate transparency", "remove alpha"])]
[Output("IMAGE")]
[Output("MASK")]
public sealed class SplitImageWithAlpha : Node
{
    /// <summary>The images, [B, H, W, 3 or 4].</summary>
    [Input("IMAGE")]
    public required Tensor Image { get; set; }

    /// <inheritdoc />
    public override NodeResult Run(NodeContext context)
    {
        using var scope = NewDisposeScope();
        var colours = Image.narrow(3, 0, 3).contiguous();
        var mask = 1 - AlphaChannel.Fit(Image, 4).select(3, 3); // [B, H, W]
        return NodeResult.Of(colours.DetachFromDisposeScope(), mask.DetachFromDisposeScope());
    }
}
