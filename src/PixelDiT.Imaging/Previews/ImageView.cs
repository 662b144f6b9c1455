namespace PixelDiT.Imaging;

/// <summary>What <c>GET /view</c> does with an image file when asked for a preview or for single channels.</summary>
public static class ImageView
{
    private const int DefaultQuality = 90;

    /// <summary>Whether the query asks for anything but the file itself.</summary>
    /// <param name="preview">The query's <c>preview</c>, or null when it has none.</param>
    /// <param name="channel">The query's <c>channel</c>, or null when it has none.</param>
    /// <returns>True when <see cref="Transform"/> must be called; false when the file goes out as it is.</returns>
    public static bool NeedsTransform(string? preview, string? channel) => preview is not null || channel is "rgb" or "a";

    /// <summary>
    /// Re-encodes an image: with <paramref name="preview"/> (<c>webp</c> or <c>jpeg</c>, optionally <c>;quality</c>; anything else
    /// is webp, quality 90) to that format, where a channel with an <c>a</c> in it forces webp, and jpeg or channel
    /// <c>rgb</c> drop alpha. Without a preview: <c>rgb</c> gives a PNG without alpha, <c>a</c> a black RGBA PNG with the alpha of
    /// the image (opaque if it has none). Only the first frame is looked at.
    /// </summary>
    /// <param name="file">The whole file.</param>
    /// <param name="preview">The query's <c>preview</c>, or null when it has none.</param>
    /// <param name="channel">The query's <c>channel</c>, or null when it has none.</param>
    /// <param name="limits">Null for the defaults.</param>
    /// <param name="subject">What error messages call the file.</param>
    /// <returns>The new file.</returns>
    /// <exception cref="ImageException">The image cannot be read, is too large, or cannot be written in that format.</exception>
    public static EncodedImage Transform(
        ReadOnlySpan<byte> file, string? preview, string? channel, ImageLimits? limits = null, string subject = "image data")
    {
        var image = ImageDecoder.Decode(file, limits, firstFrameOnly: true, subject);
        if (preview is not null)
        {
            return Preview(image, preview, channel ?? "");
        }

        return channel switch
        {
            "a" => new EncodedImage(Png(AlphaOnly(image), image, 4), "image/png"),
            "rgb" => new EncodedImage(Png(Rgb(image), image, 3), "image/png"),
            _ => new EncodedImage(Png(image.Bytes(0), image, image.Channels), "image/png"),
        };
    }

    private static EncodedImage Preview(DecodedImage image, string preview, string channel)
    {
        var parts = preview.Split(';');
        var jpeg = parts[0] == "jpeg" && !channel.Contains('a', StringComparison.Ordinal);
        var quality = Quality(parts[^1]);
        if (jpeg)
        {
            return new EncodedImage(ImageEncoder.Jpeg(Rgb(image), image.Width, image.Height, 3, quality), "image/jpeg");
        }

        var bytes = channel == "rgb"
            ? ImageEncoder.WebP(Rgb(image), image.Width, image.Height, 3, quality)
            : ImageEncoder.WebP(image.Bytes(0), image.Width, image.Height, image.Channels, quality);
        return new EncodedImage(bytes, "image/webp");
    }

    private static int Quality(string text) =>
        text.Length > 0 && text.All(char.IsAsciiDigit)
            ? int.TryParse(text, out var quality) ? Math.Clamp(quality, 1, 100) : 100
            : DefaultQuality;

    private static byte[] Png(ReadOnlySpan<byte> pixels, DecodedImage image, int channels) =>
        ImageEncoder.Png(pixels, image.Width, image.Height, channels, ImageEncoder.PreviewCompression);

    private static ReadOnlySpan<byte> Rgb(DecodedImage image)
    {
        if (!image.HasAlpha)
        {
            return image.Bytes(0);
        }

        var rgb = new byte[image.Width * image.Height * 3];
        image.CopyRgb(0, rgb);
        return rgb;
    }

    private static byte[] AlphaOnly(DecodedImage image)
    {
        var alpha = new byte[image.Width * image.Height];
        image.CopyAlpha(0, alpha);
        var rgba = new byte[alpha.Length * 4];
        for (var i = 0; i < alpha.Length; i++)
        {
            rgba[(4 * i) + 3] = alpha[i];
        }

        return rgba;
    }
}
