using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Images.Resampling;
using PixelDiT.Nodes.Core.Values;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Latents;

/// <summary>Latents some times as large.</summary>
[Node("LatentUpscaleBy", Title = "Upscale Latent By", Category = "model/latent", Module = "nodes",
    Description = "Latents resized by a factor.", SearchAliases = ["enlarge latent", "resize latent", "scale latent"])]
[Output("LATENT")]
public sealed class LatentUpscaleBy : Node
{
    /// <summary>The latents. A noise mask stays as it is: samplers resize it.</summary>
    [Input("LATENT")]
    public required Latent Samples { get; set; }

    /// <summary>How values between pixels are found.</summary>
    [ComboInput("nearest-exact", "bilinear", "area", "bicubic", "bislerp")]
    public required string UpscaleMethod { get; set; }

    /// <summary>The factor for both sides; sizes are rounded half to even.</summary>
    [FloatInput(Default = 1.5, Min = 0.01, Max = 8.0, Step = 0.01)]
    public double ScaleBy { get; set; } = 1.5;

    /// <inheritdoc />
    /// <exception cref="Images.PictureException">Nothing would be left.</exception>
    public override NodeResult Run(NodeContext context)
    {
        using var scope = NewDisposeScope();
        var (width, height) = (Resize.Round(Samples.Samples.shape[3] * ScaleBy), Resize.Round(Samples.Samples.shape[2] * ScaleBy));
        var resized = Resize.Planes(Samples.Samples, width, height, UpscaleMethod, cancellation: context.Cancellation);
        return NodeResult.Of(Samples with { Samples = resized.contiguous().DetachFromDisposeScope() });
    }
}
