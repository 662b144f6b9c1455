using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Samplers;

/// <summary>A picture cannot be cut into the model's patches.</summary>
public sealed class UnsupportedImageSizeException : Exception
{
    /// <summary>Describes the size and the nearest one that would do.</summary>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="patchSize">Side of the model's patches in pixels.</param>
    public UnsupportedImageSizeException(long width, long height, int patchSize)
        : base($"A picture of {width}x{height} pixels cannot be sampled: width and height must be multiples of {patchSize}, the model's patch size. "
            + $"The nearest size is {Nearest(width, patchSize)}x{Nearest(height, patchSize)}.")
    {
        (Width, Height, PatchSize) = (width, height, patchSize);
    }

    /// <summary>Width in pixels.</summary>
    public long Width { get; }

    /// <summary>Height in pixels.</summary>
    public long Height { get; }

    /// <summary>Side of the model's patches in pixels.</summary>
    public int PatchSize { get; }

    /// <summary>Refuses a latent that cannot be cut into patches, before any work is done.</summary>
    internal static void ThrowIfNot(Tensor latent, int patchSize)
    {
        var (height, width) = (latent.shape[^2], latent.shape[^1]);
        if (height % patchSize != 0 || width % patchSize != 0)
        {
            throw new UnsupportedImageSizeException(width, height, patchSize);
        }
    }

    private static long Nearest(long size, int patch) => Math.Max(1, (size + (patch / 2)) / patch) * patch;
}
