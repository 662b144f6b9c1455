using PixelDiT.Nodes.Core.Images;
using PixelDiT.Nodes.Core.Images.Resampling;
using PixelDiT.Nodes.Core.Samplers;
using PixelDiT.Nodes.Core.Values;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Latents;

/// <summary>Two latents that are to be combined.</summary>
internal static class LatentPair
{
    /// <summary>
    /// Both in one layout: an empty latent that was made for no model takes that of the other. Tensors that this makes are in the caller's dispose scope.
    /// </summary>
    /// <exception cref="PictureException">They are of different models: the numbers of channels differ.</exception>
    public static (Latent First, Latent Second) Unite(Latent first, Latent second)
    {
        if (first.SpatialDownscale is not null && second.SpatialDownscale is null)
        {
            first = InLayoutOf(first, second);
        }
        else if (second.SpatialDownscale is not null && first.SpatialDownscale is null)
        {
            second = InLayoutOf(second, first);
        }
        return first.Samples.shape[1] == second.Samples.shape[1]
            ? (first, second)
            : throw new PictureException($"Latents of {first.Samples.shape[1]} and of {second.Samples.shape[1]} channels cannot be combined: they are of different models.");
    }

    /// <summary>Both in one layout, the second resized to the first (bilinear, the aspect ratio cut out of the middle). In the caller's dispose scope.</summary>
    /// <exception cref="PictureException">They are of different models, or have no pixels.</exception>
    public static (Latent First, Tensor Second) OfOneSize(Latent first, Latent second, string method = "bilinear")
    {
        (first, second) = Unite(first, second);
        var (a, b) = (first.Samples, second.Samples);
        return (first, (a.shape[2], a.shape[3]) == (b.shape[2], b.shape[3]) ? b : Resize.Planes(b, a.shape[3], a.shape[2], method, "center"));
    }

    private static Latent InLayoutOf(Latent empty, Latent other) =>
        empty with { Samples = EmptyStart.For(empty, (int)other.Samples.shape[1]), SpatialDownscale = null };
}
