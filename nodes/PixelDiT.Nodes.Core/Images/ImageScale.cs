using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Images.Resampling;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Images;

/// <summary>Images of another size.</summary>
[Node("ImageScale", Title = "Upscale Image", Category = "image/upscaling", Module = "nodes", EssentialsCategory = "Image Tools",
    Description = "Images resized to a width and a height in pixels.",
    SearchAliases = ["resize", "resize image", "scale image", "zoom", "change size"])]
[Output("IMAGE")]
public sealed class ImageScale : Node
{
    /// <summary>The images, [B, H, W, C].</summary>
    [Input("IMAGE")]
    public required Tensor Image { get; set; }

    /// <summary>How values between pixels are found.</summary>
    [ComboInput("nearest-exact", "bilinear", "area", "bicubic", "lanczos")]
    public required string UpscaleMethod { get; set; }

    /// <summary>Width in pixels; 0 keeps the aspect ratio, and with a height of 0 also the size.</summary>
    [IntInput(Default = 512, Min = 0, Max = 16384, Step = 1)]
    public int Width { get; set; } = 512;

    /// <summary>Height in pixels; 0 keeps the aspect ratio, and with a width of 0 also the size.</summary>
    [IntInput(Default = 512, Min = 0, Max = 16384, Step = 1)]
    public int Height { get; set; } = 512;

    /// <summary>Whether a changed aspect ratio distorts the images or cuts their middle out.</summary>
    [ComboInput("disabled", "center")]
    public required string Crop { get; set; }

    /// <inheritdoc />
    /// <exception cref="PictureException">The images have no pixels.</exception>
    public override NodeResult Run(NodeContext context)
    {
        if (Width == 0 && Height == 0)
        {
            return NodeResult.Of(Image);
        }
        using var scope = NewDisposeScope();
        var (oldWidth, oldHeight) = (Image.shape[2], Image.shape[1]);
        var width = Width != 0 ? Width : Math.Max(1, Resize.Round((double)(oldWidth * Height) / oldHeight));
        var height = Height != 0 ? Height : Math.Max(1, Resize.Round((double)(oldHeight * Width) / oldWidth));
        return NodeResult.Of(Resize.Images(Image, width, height, UpscaleMethod, Crop, context.Cancellation).DetachFromDisposeScope());
    }
}
