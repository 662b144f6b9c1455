using PixelDiT.Nodes.Core.Values;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Samplers;

/// <summary>What sampling starts from: a latent as it is, or, where it is empty, zeros in the layout of the model.</summary>
internal static class EmptyStart
{
    /// <summary>
    /// The latent's own samples if they fit or hold anything but zeros, else zeros [B, <paramref name="channels"/>, H, W] of the size in pixels that the latent
    /// stands for. In the caller's dispose scope.
    /// </summary>
    public static Tensor For(Latent latent, int channels)
    {
        var samples = latent.Samples;
        var scale = latent.SpatialDownscale ?? 1;
        if (samples.shape is not [var batch, var own, var height, var width] || (own == channels && scale == 1) || samples.ne(0).any().item<bool>())
        {
            return samples;
        }

        return zeros([batch, channels, height * scale, width * scale], samples.dtype, samples.device);
    }
}
