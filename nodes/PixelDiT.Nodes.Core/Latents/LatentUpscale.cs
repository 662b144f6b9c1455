using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Images.Resampling;
using PixelDiT.Nodes.Core.Values;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Latents;

/// <summary>Latents of another size.</summary>
[Node("LatentUpscale", Title = "Upscale Latent", Category = "model/latent", Module = "nodes",
    Description = "Latents resized to a width and a height in pixels.", SearchAliases = ["enlarge latent", "resize latent"])]
[Output("LATENT")]
public sealed class LatentUpscale : Node
{
    private const int Smallest = 64;

    /// <summary>The latents. A noise mask stays as it is: samplers resize it.</summary>
    [Input("LATENT")]
    public required Latent Samples { get; set; }

    /// <summary>How values between pixels are found.</summary>
    [ComboInput("nearest-exact", "bilinear", "area", "bicubic", "bislerp")]
    public required string UpscaleMethod { get; set; }

    /// <summary>Width in pixels, at least 64; 0 keeps the aspect ratio, and with a height of 0 also the size.</summary>
    [IntInput(Default = 512, Min = 0, Max = 16384, Step = 8)]
    public int Width { get; set; } = 512;

    /// <summary>Height in pixels, at least 64; 0 keeps the aspect ratio, and with a width of 0 also the size.</summary>
    [IntInput(Default = 512, Min = 0, Max = 16384, Step = 8)]
    public int Height { get; set; } = 512;

    /// <summary>Whether a changed aspect ratio distorts the latents or cuts their middle out.</summary>
    [ComboInput("disabled", "center")]
    public required string Crop { get; set; }

    /// <inheritdoc />
    /// <exception cref="Images.PictureException">The latents have no pixels.</exception>
    public override NodeResult Run(NodeContext context)
    {
        if (Width == 0 && Height == 0)
        {
            return NodeResult.Of(Samples);
        }
        using var scope = NewDisposeScope();
        var (oldWidth, oldHeight) = (Samples.Samples.shape[3], Samples.Samples.shape[2]);
        var (width, height) = (Math.Max(Smallest, (long)Width), Math.Max(Smallest, (long)Height));
        width = Width != 0 ? width : Math.Max(Smallest, Resize.Round((double)(oldWidth * height) / oldHeight));
        height = Height != 0 ? height : Math.Max(Smallest, Resize.Round((double)(oldHeight * width) / oldWidth));
        var resized = Resize.Planes(Samples.Samples, Samples.Elements(width), Samples.Elements(height), UpscaleMethod, Crop, context.Cancellation);
        return NodeResult.Of(Samples with { Samples = resized.contiguous().DetachFromDisposeScope() });
    }
}
