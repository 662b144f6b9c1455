using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Images;

/// <summary>Images with and without alpha together.</summary>
internal static class AlphaChannel
{
    /// <summary>[B, H, W, C] with another number of channels: alpha is left out, or added as opaque. May share memory. In the caller's dispose scope.</summary>
    public static Tensor Fit(Tensor image, long channels)
    {
        var own = image.shape[3];
        return own >= channels ? image.narrow(3, 0, channels) : nn.functional.pad(image, (0L, channels - own), PaddingModes.Constant, 1);
    }
}
