using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Images.Resampling;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Images;

/// <summary>Two batches of images in one.</summary>
[Node("ImageBatch", Title = "Batch Images (DEPRECATED)", Category = "image/batch", Module = "nodes", Deprecated = true,
    Description = "Joins two batches of images. Those of the second are resized to the size of the first.",
    SearchAliases = ["combine images", "merge images", "stack images"])]
[Output("IMAGE")]
public sealed class ImageBatch : Node
{
    /// <summary>The images that come first, [B, H, W, 3 or 4]; they decide the size.</summary>
    [Input("IMAGE")]
    public required Tensor Image1 { get; set; }

    /// <summary>The images that come second; cut to the aspect ratio of the first and resized, made opaque where the others have alpha.</summary>
    [Input("IMAGE")]
    public required Tensor Image2 { get; set; }

    /// <inheritdoc />
    public override NodeResult Run(NodeContext context)
    {
        using var scope = NewDisposeScope();
        var channels = Math.Max(Image1.shape[3], Image2.shape[3]);
        var (first, second) = (AlphaChannel.Fit(Image1, channels), AlphaChannel.Fit(Image2, channels));
        if ((first.shape[1], first.shape[2]) != (second.shape[1], second.shape[2]))
        {
            second = Resize.Images(second, first.shape[2], first.shape[1], "bilinear", "center");
        }
        return NodeResult.Of(cat([first, second]).DetachFromDisposeScope());
    }
}
