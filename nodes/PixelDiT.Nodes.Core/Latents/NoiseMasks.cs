using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Latents;

/// <summary>From a value of type <c>MASK</c> to <see cref="Values.Latent.NoiseMask"/>.</summary>
internal static class NoiseMasks
{
    /// <summary>The mask as [B', 1, H, W], float32. In the caller's dispose scope.</summary>
    /// <param name="mask">[H, W], [B', H, W] or [B', 1, H, W].</param>
    /// <exception cref="ArgumentException">It has another layout, or no pixels.</exception>
    public static Tensor Layout(Tensor mask)
    {
        if (mask.shape is not ([_, _] or [_, _, _] or [_, 1, _, _]) || mask.numel() == 0)
        {
            throw new ArgumentException($"A mask is [height, width] or [batch, height, width], but got [{string.Join(", ", mask.shape)}].", nameof(mask));
        }
        return mask.to(ScalarType.Float32).reshape(-1, 1, mask.shape[^2], mask.shape[^1]);
    }

    /// <summary>The mask scaled to pictures [B, C, H, W]: [B or 1, 1, H, W]. In the caller's dispose scope.</summary>
    /// <param name="mask">As for <see cref="Layout"/>.</param>
    /// <param name="pictures">Shape of the pictures.</param>
    /// <exception cref="ArgumentException">It has another layout, or there are neither one nor B of it.</exception>
    public static Tensor Scale(Tensor mask, long[] pictures)
    {
        var masks = Layout(mask);
        return masks.shape[0] == 1 || masks.shape[0] == pictures[0]
            ? nn.functional.interpolate(masks, pictures[2..], mode: InterpolationMode.Bilinear, align_corners: false)
            : throw new ArgumentException($"{masks.shape[0]} masks do not fit {pictures[0]} images: give one mask, or one for each image.", nameof(mask));
    }
}
