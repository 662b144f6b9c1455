using PixelDiT.Graph.Nodes;
using PixelDiT.Imaging;
using PixelDiT.Nodes.Core.Hosting;
using PixelDiT.Nodes.Core.Images;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Samplers;

/// <summary>Pictures of sampling in progress. In pixel space the prediction is the picture itself; only size and range change.</summary>
internal static class StepPreview
{
    /// <summary>A JPEG of the first picture of a batch.</summary>
    /// <param name="denoised">The predicted images x₀, [B, 3, H, W] about [-1, 1], any device.</param>
    /// <param name="services">The host's services: <see cref="PreviewOptions"/>.</param>
    public static NodePreview Encode(Tensor denoised, NodeServices services)
    {
        using var scope = NewDisposeScope();
        var picture = denoised.select(0, 0).permute(1, 2, 0).add(1).div(2); // [H, W, 3]
        var (height, width) = ((int)picture.shape[0], (int)picture.shape[1]);
        var box = (services.Find<PreviewOptions>() ?? new PreviewOptions()).Box;
        var jpeg = PreviewEncoder.Jpeg(ImageTensor.ToBytes(picture), width, height, 3, box);
        return new NodePreview(jpeg.Bytes, PreviewFormat.Jpeg);
    }
}
