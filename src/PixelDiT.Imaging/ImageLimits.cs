using System.ComponentModel.DataAnnotations;

namespace PixelDiT.Imaging;

/// <summary>What a file may ask for before anything of its size is allocated.</summary>
public sealed record ImageLimits
{
    /// <summary>The defaults of every property.</summary>
    public static ImageLimits Default { get; } = new();

    /// <summary>Largest number of pixels, all decoded frames together.</summary>
    /// <value>Default 16384 × 16384.</value>
    [Range(1, long.MaxValue)]
    public long MaxPixels { get; init; } = 16384L * 16384;

    /// <summary>Largest number of frames of an animation or pages of a document.</summary>
    /// <value>Default 4096.</value>
    [Range(1, int.MaxValue)]
    public int MaxFrames { get; init; } = 4096;

    /// <summary>Largest size in bytes of a file that is read from disk.</summary>
    /// <value>Default 1 GiB.</value>
    [Range(1, int.MaxValue)]
    public long MaxFileBytes { get; init; } = 1L << 30;
}
