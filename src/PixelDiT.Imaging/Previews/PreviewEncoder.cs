namespace PixelDiT.Imaging;

/// <summary>Previews of an image that is being made, as ComfyUI sends them over its socket.</summary>
public static class PreviewEncoder
{
    /// <summary>Side in pixels of the box that previews are scaled to, up or down.</summary>
    public const int DefaultBox = 512;

    /// <summary>JPEG quality of previews.</summary>
    public const int Quality = 95;

    /// <summary>A JPEG scaled to fit the box.</summary>
    /// <param name="pixels">Exactly width × height × channels bytes, interleaved.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="channels">1 to 4; alpha is dropped.</param>
    /// <param name="box">Side of the box in pixels; default 512. Zero or less keeps the size.</param>
    /// <returns>The file, <c>image/jpeg</c>.</returns>
    public static EncodedImage Jpeg(ReadOnlySpan<byte> pixels, int width, int height, int channels = 3, int box = DefaultBox)
    {
        var scaled = Scale(pixels, ref width, ref height, channels, box);
        return new EncodedImage(ImageEncoder.Jpeg(scaled, width, height, channels, Quality), "image/jpeg");
    }

    /// <summary>A PNG of compression 1, scaled to fit the box.</summary>
    /// <param name="pixels">Exactly width × height × channels bytes, interleaved.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="channels">1 to 4.</param>
    /// <param name="box">Side of the box in pixels; default 0: the size is kept, which SaveImageWebsocket needs.</param>
    /// <returns>The file, <c>image/png</c>.</returns>
    public static EncodedImage Png(ReadOnlySpan<byte> pixels, int width, int height, int channels = 3, int box = 0)
    {
        var scaled = Scale(pixels, ref width, ref height, channels, box);
        return new EncodedImage(ImageEncoder.Png(scaled, width, height, channels, ImageEncoder.PreviewCompression), "image/png");
    }

    private static ReadOnlySpan<byte> Scale(ReadOnlySpan<byte> pixels, ref int width, ref int height, int channels, int box)
    {
        var (targetWidth, targetHeight) = box > 0 ? ImageResizer.Fit(width, height, box) : (width, height);
        if (targetWidth == width && targetHeight == height)
        {
            return pixels;
        }

        var scaled = ImageResizer.Resize(pixels, width, height, channels, targetWidth, targetHeight);
        (width, height) = (targetWidth, targetHeight);
        return scaled;
    }
}
