using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Images.Resampling;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Images;

/// <summary>Images of as many pixels as wanted, in the same aspect ratio.</summary>
[Node("ImageScaleToTotalPixels", Title = "Scale Image to Total Pixels", Category = "image/upscaling", Schema = NodeSchema.V3,
    Module = "comfy_extras.nodes_post_processing", Description = "Images resized to a number of megapixels; the aspect ratio stays.")]
[Output("IMAGE")]
public sealed class ImageScaleToTotalPixels : Node
{
    /// <summary>The images, [B, H, W, C].</summary>
    [Input("IMAGE")]
    public required Tensor Image { get; set; }

    /// <summary>How values between pixels are found.</summary>
    [ComboInput("nearest-exact", "bilinear", "area", "bicubic", "lanczos")]
    public required string UpscaleMethod { get; set; }

    /// <summary>Wanted size in units of 1024² pixels.</summary>
    [FloatInput(Default = 1.0, Min = 0.01, Max = 16.0, Step = 0.01)]
    public double Megapixels { get; set; } = 1.0;

    /// <summary>Width and height are rounded to multiples of this.</summary>
    [IntInput(Default = 1, Min = 1, Max = 256, Advanced = true)]
    public int ResolutionSteps { get; set; } = 1;

    /// <inheritdoc />
    /// <exception cref="PictureException">A side would be rounded to nothing.</exception>
    public override NodeResult Run(NodeContext context)
    {
        using var scope = NewDisposeScope();
        var (oldWidth, oldHeight) = (Image.shape[2], Image.shape[1]);
        var factor = Math.Sqrt(Megapixels * 1024 * 1024 / (oldWidth * oldHeight));
        var (width, height) = (Multiple(oldWidth * factor), Multiple(oldHeight * factor));
        return NodeResult.Of(Resize.Images(Image, width, height, UpscaleMethod, cancellation: context.Cancellation).DetachFromDisposeScope());
    }

    private long Multiple(double pixels) => Resize.Round(pixels / ResolutionSteps) * ResolutionSteps;
}
