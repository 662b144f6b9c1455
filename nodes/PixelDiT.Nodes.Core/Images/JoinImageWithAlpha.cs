using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Images.Resampling;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Images;

/// <summary>Images that are transparent where a mask is white.</summary>
[Node("JoinImageWithAlpha", Title = "Join Image with Alpha", Category = "image/compositing", Schema = NodeSchema.V3, Module = "comfy_extras.nodes_compositing",
    Description = "Makes images transparent where a mask is white.", SearchAliases = ["add transparency", "apply alpha", "composite alpha", "RGBA"])]
[Output("IMAGE")]
public sealed class JoinImageWithAlpha : Node
{
    /// <summary>The images, [B, H, W, 3 or 4]; an alpha of their own is replaced.</summary>
    [Input("IMAGE")]
    public required Tensor Image { get; set; }

    /// <summary>The mask, [B', H', W'], resized to the images; alpha is 1 - mask. The shorter batch starts again from its first.</summary>
    [Input("MASK")]
    public required Tensor Alpha { get; set; }

    /// <inheritdoc />
    /// <exception cref="PictureException">Images or mask are empty.</exception>
    public override NodeResult Run(NodeContext context)
    {
        using var scope = NewDisposeScope();
        var alpha = 1 - Resize.Masks(Alpha, Image.shape[2], Image.shape[1]).permute(0, 2, 3, 1); // [B', H, W, 1]
        var batch = Math.Max(Image.shape[0], alpha.shape[0]);
        var joined = cat([Batch.Fit(Image, batch).narrow(3, 0, 3), Batch.Fit(alpha, batch)], 3); // [B, H, W, 4]
        return NodeResult.Of(joined.DetachFromDisposeScope());
    }
}
