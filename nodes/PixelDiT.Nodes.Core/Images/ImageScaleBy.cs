using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Images.Resampling;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Images;

/// <summary>Images some times as large.</summary>
[Node("ImageScaleBy", Title = "Upscale Image By", Category = "image/upscaling", Module = "nodes", EssentialsCategory = "Image Tools",
    Description = "Images resized by a factor.")]
[Output("IMAGE")]
public sealed class ImageScaleBy : Node
{
    /// <summary>The images, [B, H, W, C].</summary>
    [Input("IMAGE")]
    public required Tensor Image { get; set; }

    /// <summary>How values between pixels are found.</summary>
    [ComboInput("nearest-exact", "bilinear", "area", "bicubic", "lanczos")]
    public required string UpscaleMethod { get; set; }

    /// <summary>The factor for both sides; sizes are rounded half to even.</summary>
    [FloatInput(Default = 1.0, Min = 0.01, Max = 8.0, Step = 0.01)]
    public double ScaleBy { get; set; } = 1.0;

    /// <inheritdoc />
    /// <exception cref="PictureException">Nothing would be left.</exception>
    public override NodeResult Run(NodeContext context)
    {
        using var scope = NewDisposeScope();
        var (width, height) = (Resize.Round(Image.shape[2] * ScaleBy), Resize.Round(Image.shape[1] * ScaleBy));
        return NodeResult.Of(Resize.Images(Image, width, height, UpscaleMethod, cancellation: context.Cancellation).DetachFromDisposeScope());
    }
}
