using PixelDiT.Nodes.Core.Latents;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Masks;

/// <summary>Masks come as [H, W], [B, H, W] or [B, 1, H, W].</summary>
internal static class MaskLayout
{
    /// <summary>The mask as [B, H, W]; may share memory. In the caller's dispose scope.</summary>
    /// <exception cref="ArgumentException">It has another layout, or no pixels.</exception>
    public static Tensor Batch(Tensor mask) => NoiseMasks.Layout(mask).squeeze(1);
}
