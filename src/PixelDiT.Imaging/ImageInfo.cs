namespace PixelDiT.Imaging;

/// <summary>What an image's header says, as read by <see cref="ImageProbe"/> without decoding pixels.</summary>
public sealed record ImageInfo
{
    /// <summary>The file format.</summary>
    public required ImageFormat Format { get; init; }

    /// <summary>Width of one frame in pixels, after the EXIF rotation.</summary>
    public required int Width { get; init; }

    /// <summary>Height of one frame in pixels, after the EXIF rotation.</summary>
    public required int Height { get; init; }

    /// <summary>Number of frames or pages, at least 1.</summary>
    public required int Frames { get; init; }

    /// <summary>8, or 16 for sources finer than 8 bits a sample.</summary>
    public required int BitsPerSample { get; init; }

    /// <summary>Whether there is an alpha channel (or, in a palette, a transparent colour).</summary>
    public required bool HasAlpha { get; init; }

    /// <summary>EXIF orientation, 1 to 8; 1 means upright or not stated.</summary>
    public required int Orientation { get; init; }
}
