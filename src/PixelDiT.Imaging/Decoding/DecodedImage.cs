using System.Runtime.InteropServices;

namespace PixelDiT.Imaging;

/// <summary>Decoded sRGB pixels of one or more frames of equal size. Immutable.</summary>
public sealed class DecodedImage
{
    private readonly byte[] _samples; // [Frames, Height, Width, Channels], 1 or 2 bytes (host order) each

    internal DecodedImage(ImageInfo info, int frames, byte[] samples)
    {
        Format = info.Format;
        Width = info.Width;
        Height = info.Height;
        Frames = frames;
        HasAlpha = info.HasAlpha;
        BitsPerSample = info.BitsPerSample;
        _samples = samples;
    }

    /// <summary>The format the pixels came from.</summary>
    public ImageFormat Format { get; }

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; }

    /// <summary>Number of frames, at least 1.</summary>
    public int Frames { get; }

    /// <summary>Whether the image has an alpha channel; colours are not premultiplied with it.</summary>
    public bool HasAlpha { get; }

    /// <summary>8, or 16 where the source was finer than 8 bits.</summary>
    public int BitsPerSample { get; }

    /// <summary>Samples of a pixel: 3 (RGB), or 4 with alpha.</summary>
    public int Channels => HasAlpha ? 4 : 3;

    /// <summary>The colours of a frame, 0 to 1.</summary>
    /// <param name="frame">Index of the frame.</param>
    /// <param name="destination">Receives [Height, Width, 3]; exactly that long.</param>
    public void CopyRgb(int frame, Span<float> destination)
    {
        RequireLength(destination.Length, 3);
        if (BitsPerSample == 8)
        {
            SampleCopy.Rgb(Samples(frame), Channels, destination);
        }
        else
        {
            SampleCopy.Rgb(Samples16(frame), Channels, destination);
        }
    }

    /// <summary>The colours of a frame as bytes; 16-bit sources are rounded.</summary>
    /// <param name="frame">Index of the frame.</param>
    /// <param name="destination">Receives [Height, Width, 3]; exactly that long.</param>
    public void CopyRgb(int frame, Span<byte> destination)
    {
        RequireLength(destination.Length, 3);
        SampleCopy.Channels(Bytes(frame), Channels, first: 0, count: 3, destination);
    }

    /// <summary>The alpha of a frame, 0 (transparent) to 1 (opaque); all 1 without an alpha channel.</summary>
    /// <param name="frame">Index of the frame.</param>
    /// <param name="destination">Receives [Height, Width]; exactly that long.</param>
    public void CopyAlpha(int frame, Span<float> destination)
    {
        RequireLength(destination.Length, 1);
        if (!HasAlpha)
        {
            destination.Fill(1);
        }
        else if (BitsPerSample == 8)
        {
            SampleCopy.Alpha(Samples(frame), destination);
        }
        else
        {
            SampleCopy.Alpha(Samples16(frame), destination);
        }
    }

    /// <summary>The alpha of a frame as bytes; all 255 without an alpha channel.</summary>
    /// <param name="frame">Index of the frame.</param>
    /// <param name="destination">Receives [Height, Width]; exactly that long.</param>
    public void CopyAlpha(int frame, Span<byte> destination)
    {
        RequireLength(destination.Length, 1);
        if (HasAlpha)
        {
            SampleCopy.Channels(Bytes(frame), Channels, first: 3, count: 1, destination);
        }
        else
        {
            destination.Fill(255);
        }
    }

    /// <summary>A frame as 8-bit pixels; 16-bit sources are rounded.</summary>
    /// <param name="frame">Index of the frame.</param>
    /// <returns>[Height, Width, Channels]; valid as long as this object.</returns>
    public ReadOnlySpan<byte> Bytes(int frame)
    {
        if (BitsPerSample == 8)
        {
            return Samples(frame);
        }

        var bytes = GC.AllocateUninitializedArray<byte>(Width * Height * Channels);
        SampleCopy.Round(Samples16(frame), bytes);
        return bytes;
    }

    internal static int BytesPerPixel(ImageInfo info) => (info.HasAlpha ? 4 : 3) * (info.BitsPerSample / 8);

    private ReadOnlySpan<ushort> Samples16(int frame) => MemoryMarshal.Cast<byte, ushort>(Samples(frame));

    /// <summary>A frame's samples as stored: [Height, Width, Channels], 1 or 2 bytes each.</summary>
    internal ReadOnlySpan<byte> Samples(int frame)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(frame);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(frame, Frames);
        var size = Width * Height * Channels * (BitsPerSample / 8);
        return _samples.AsSpan(frame * size, size);
    }

    private void RequireLength(int destination, int channels)
    {
        var expected = (long)Width * Height * channels;
        if (destination != expected)
        {
            throw new ArgumentException(
                $"The destination has {destination} elements; {Height} x {Width} x {channels} = {expected} are needed.", nameof(destination));
        }
    }
}
