using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Images.Resampling;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Images;

/// <summary>Images whose longer side has a wanted length.</summary>
[Node("ImageScaleToMaxDimension", Title = "Scale Image to Max Dimension", Category = "image/upscaling", Schema = NodeSchema.V3,
    Module = "comfy_extras.nodes_images", Description = "Images resized so that their longer side has a wanted length; the aspect ratio stays.")]
[Output("IMAGE")]
public sealed class ImageScaleToMaxDimension : Node
{
    /// <summary>The images, [B, H, W, C].</summary>
    [Input("IMAGE")]
    public required Tensor Image { get; set; }

    /// <summary>How values between pixels are found. The list is ComfyUI's, which names one method twice.</summary>
    [ComboInput("area", "lanczos", "bilinear", "nearest-exact", "bilinear", "bicubic")]
    public required string UpscaleMethod { get; set; }

    /// <summary>Length of the longer side in pixels.</summary>
    [IntInput(Default = 512, Min = 0, Max = 16384, Step = 1)]
    public int LargestSize { get; set; } = 512;

    /// <inheritdoc />
    /// <exception cref="PictureException">Nothing would be left.</exception>
    public override NodeResult Run(NodeContext context)
    {
        using var scope = NewDisposeScope();
        var (width, height) = (Image.shape[2], Image.shape[1]);
        (width, height) = (
            width < height ? Resize.Round((double)width / height * LargestSize) : LargestSize,
            height < width ? Resize.Round((double)height / width * LargestSize) : LargestSize);
        return NodeResult.Of(Resize.Images(Image, width, height, UpscaleMethod, cancellation: context.Cancellation).DetachFromDisposeScope());
    }
}
