using PixelDiT.Nodes.Core.Values;

namespace PixelDiT.Nodes.Core.Latents;

/// <summary>Lengths that nodes ask for in pixels.</summary>
/// <remarks>
/// ComfyUI divides them by 8 whatever the latent; a pixel-space latent would then be cut, pasted or resized at an eighth of the wanted place and size. Here
/// a pixel is a pixel: they are divided by what one element of the latent spans, which is 1 in pixel space.
/// </remarks>
internal static class LatentUnits
{
    /// <summary>Pixels as elements of a latent, fractions dropped.</summary>
    public static long Elements(this Latent latent, long pixels) => pixels / (latent.SpatialDownscale ?? 1);
}
