using PixelDiT.Imaging.Native;

namespace PixelDiT.Imaging;

/// <summary>
/// Encodes 8-bit pixels, interleaved [height, width, channels] without padding; channels are 1 (grey), 2 (grey, alpha),
/// 3 (RGB) or 4 (RGBA, not premultiplied).
/// </summary>
public static class ImageEncoder
{
    /// <summary>PNG compression of saved images, as ComfyUI's SaveImage.</summary>
    public const int SaveCompression = 4;

    /// <summary>PNG compression of previews, as ComfyUI's PreviewImage. The fast path: see the remarks of <see cref="Png"/>.</summary>
    public const int PreviewCompression = 1;

    /// <summary>PNG.</summary>
    /// <param name="pixels">The pixels, exactly width × height × channels bytes.</param>
    /// <param name="width">Width in pixels, at least 1.</param>
    /// <param name="height">Height in pixels, at least 1.</param>
    /// <param name="channels">1 to 4.</param>
    /// <param name="compression">0 (stored) to 9 (smallest); default 4.</param>
    /// <param name="text">Text chunks to put before the pixels, in order; see <see cref="PngText"/>.</param>
    /// <returns>The file.</returns>
    /// <remarks>
    /// Level 1 uses one filter (up) and run-length matching, which is several times as fast as the others; from level 2 on,
    /// rows choose among all filters.
    /// </remarks>
    /// <exception cref="ImageException">A text chunk cannot be written, or memory ran out.</exception>
    public static unsafe byte[] Png(
        ReadOnlySpan<byte> pixels, int width, int height, int channels, int compression = SaveCompression, IReadOnlyList<PngTextEntry>? text = null)
    {
        RequirePixels(pixels.Length, width, height, channels);
        ArgumentOutOfRangeException.ThrowIfNegative(compression);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(compression, 9);
        byte* encoded;
        nuint size;
        fixed (byte* source = pixels)
        {
            NativeErrors.Check(
                VipsNative.EncodePng(source, width, height, channels, compression, out encoded, out size), "PNG", ImageFailure.NotEncodable);
        }

        using var buffer = new NativeBuffer(encoded, size);
        return text is { Count: > 0 } ? PngText.Insert(buffer.Bytes, text) : buffer.Bytes.ToArray();
    }

    /// <summary>JPEG, baseline, 4:2:0 below quality 90. An alpha channel is dropped, not blended.</summary>
    /// <param name="pixels">The pixels, exactly width × height × channels bytes.</param>
    /// <param name="width">Width in pixels, 1 to 65500.</param>
    /// <param name="height">Height in pixels, 1 to 65500.</param>
    /// <param name="channels">1 to 4.</param>
    /// <param name="quality">1 to 100; default 95.</param>
    /// <returns>The file.</returns>
    /// <exception cref="ImageException">The image is too large for JPEG, or memory ran out.</exception>
    public static unsafe byte[] Jpeg(ReadOnlySpan<byte> pixels, int width, int height, int channels, int quality = 95)
    {
        RequirePixels(pixels.Length, width, height, channels);
        ArgumentOutOfRangeException.ThrowIfLessThan(quality, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quality, 100);
        RequireSide(width, height, 65500, "JPEG");
        byte* encoded;
        nuint size;
        fixed (byte* source = pixels)
        {
            NativeErrors.Check(
                VipsNative.EncodeJpeg(source, width, height, channels, quality, out encoded, out size), "JPEG", ImageFailure.NotEncodable);
        }

        using var buffer = new NativeBuffer(encoded, size);
        return buffer.Bytes.ToArray();
    }

    /// <summary>WebP, with alpha where the pixels have it.</summary>
    /// <param name="pixels">The pixels, exactly width × height × channels bytes.</param>
    /// <param name="width">Width in pixels, 1 to 16383.</param>
    /// <param name="height">Height in pixels, 1 to 16383.</param>
    /// <param name="channels">1 to 4.</param>
    /// <param name="quality">0 to 100; default 90.</param>
    /// <param name="lossless">Whether every visible pixel must come back exactly; quality then means effort.</param>
    /// <returns>The file.</returns>
    /// <exception cref="ImageException">The image is too large for WebP, or memory ran out.</exception>
    public static unsafe byte[] WebP(
        ReadOnlySpan<byte> pixels, int width, int height, int channels, int quality = 90, bool lossless = false)
    {
        RequirePixels(pixels.Length, width, height, channels);
        ArgumentOutOfRangeException.ThrowIfNegative(quality);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quality, 100);
        RequireSide(width, height, 16383, "WebP");
        byte* encoded;
        nuint size;
        fixed (byte* source = pixels)
        {
            NativeErrors.Check(
                VipsNative.EncodeWebP(source, width, height, channels, quality, lossless ? 1 : 0, out encoded, out size),
                "WebP", ImageFailure.NotEncodable);
        }

        using var buffer = new NativeBuffer(encoded, size);
        return buffer.Bytes.ToArray();
    }

    internal static void RequirePixels(int pixels, int width, int height, int channels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(channels, 4);
        var expected = (Int128)width * height * channels;
        if (pixels != expected)
        {
            throw new ArgumentException(
                $"There are {pixels} bytes of pixels; {height} x {width} x {channels} = {expected} are needed.", nameof(pixels));
        }
    }

    private static void RequireSide(int width, int height, int most, string format)
    {
        if (width > most || height > most)
        {
            ImageException.Throw(ImageFailure.NotEncodable, format, $"the image has {width} x {height} pixels", $"at most {most} x {most}");
        }
    }
}
