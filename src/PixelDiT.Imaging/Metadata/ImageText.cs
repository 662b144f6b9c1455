using System.Text;

namespace PixelDiT.Imaging;

/// <summary>
/// Texts in image files of every format that ComfyUI's front end reads them from: where <c>prompt</c> and <c>workflow</c> travel with an image (protocol §9.2, §9.3).
/// PNG keeps them in text chunks, WebP and JPEG in EXIF.
/// </summary>
public static class ImageText
{
    /// <summary>Puts texts into a file.</summary>
    /// <param name="file">A PNG, WebP or JPEG file without texts of its own.</param>
    /// <param name="entries">The texts, in order; <c>prompt</c> before the others.</param>
    /// <returns>A new file; the pixels are as they were.</returns>
    /// <exception cref="ImageException">Another format, or texts that it cannot hold: JPEG takes 65,527 bytes in all.</exception>
    public static byte[] Insert(ReadOnlySpan<byte> file, IReadOnlyList<PngTextEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        if (entries.Count == 0)
        {
            return file.ToArray();
        }

        switch (FormatOf(file))
        {
            case ImageFormat.Png:
                return PngText.Insert(file, entries);
            case ImageFormat.WebP:
                return WebPExif.Insert(file, ExifTexts.Write(entries));
            case ImageFormat.Jpeg:
                return JpegExif.Insert(file, ExifTexts.Write(entries));
            default:
                throw new ImageException(ImageFailure.NotEncodable, "image text", "the file is of a format that takes no texts here", "a PNG, WebP or JPEG file");
        }
    }

    /// <summary>Whether texts fit into a JPEG file.</summary>
    /// <param name="entries">The texts.</param>
    public static bool FitsJpeg(IReadOnlyList<PngTextEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        // Long before the block is built: a workflow may be of any size.
        return entries.Sum(e => (long)e.Keyword.Length + e.Text.Length) <= JpegExif.MaxBlock && ExifTexts.Write(entries).Length <= JpegExif.MaxBlock;
    }

    /// <summary>The texts of a PNG, WebP or JPEG file. Nothing of the file is believed that was not checked; no pixels are decoded.</summary>
    /// <param name="file">The whole file.</param>
    /// <returns>The texts in the order in which they were given; empty for other formats, and where there are none. For PNG as <see cref="PngText.Read"/>,
    /// and those that ComfyUI's saver of animations puts into chunks of its own.</returns>
    /// <exception cref="ImageException">A PNG file that is cut off.</exception>
    public static IReadOnlyList<PngTextEntry> Read(ReadOnlySpan<byte> file) => FormatOf(file) switch
    {
        ImageFormat.Png => [.. PngText.Read(file), .. AnimationTexts(file)],
        ImageFormat.WebP => ExifTexts.Read(WebPExif.Find(file)),
        ImageFormat.Jpeg => ExifTexts.Read(JpegExif.Find(file)),
        _ => [],
    };

    // comf: key | 0 | Latin-1 text
    private static List<PngTextEntry> AnimationTexts(ReadOnlySpan<byte> png)
    {
        var found = new List<PngTextEntry>();
        var chunks = new PngChunks(png, "image data");
        while (chunks.MoveNext() && !chunks.Type.SequenceEqual("IEND"u8))
        {
            if (chunks.Type.SequenceEqual("comf"u8) && chunks.HasValidCrc() && chunks.Data.IndexOf((byte)0) is var end and > 0)
            {
                found.Add(new PngTextEntry(Encoding.Latin1.GetString(chunks.Data[..end]), Encoding.Latin1.GetString(chunks.Data[(end + 1)..])));
            }
        }

        return found;
    }

    private static ImageFormat FormatOf(ReadOnlySpan<byte> file) =>
        file.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G']) ? ImageFormat.Png
        : file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? ImageFormat.Jpeg
        : file.Length >= 12 && file.StartsWith("RIFF"u8) && file[8..12].SequenceEqual("WEBP"u8) ? ImageFormat.WebP
        : ImageFormat.Unknown;
}
