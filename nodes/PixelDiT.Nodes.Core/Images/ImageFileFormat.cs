using PixelDiT.Imaging;

namespace PixelDiT.Nodes.Core.Images;

/// <summary>How pictures become files.</summary>
/// <param name="extension">Ending of the file names, with its dot.</param>
/// <param name="encode">Makes the file of 8-bit pixels [height, width, channels], texts and all.</param>
internal sealed class ImageFileFormat(string extension, ImageFileFormat.Encoder encode)
{
    /// <summary>Makes a file.</summary>
    public delegate byte[] Encoder(byte[] pixels, int width, int height, int channels);

    /// <summary>Ending of the file names, with its dot.</summary>
    public string Extension { get; } = extension;

    /// <summary>Makes the file.</summary>
    public Encoder Encode { get; } = encode;

    /// <summary>PNG.</summary>
    /// <param name="compression">0 to 9.</param>
    /// <param name="text">Texts to put in.</param>
    public static ImageFileFormat Png(int compression, IReadOnlyList<PngTextEntry> text) =>
        new(".png", (pixels, width, height, channels) => ImageEncoder.Png(pixels, width, height, channels, compression, text));

    /// <summary>WebP.</summary>
    /// <param name="quality">1 to 100.</param>
    /// <param name="lossless">Whether every pixel must come back exactly.</param>
    /// <param name="text">Texts to put in.</param>
    public static ImageFileFormat WebP(int quality, bool lossless, IReadOnlyList<PngTextEntry> text) =>
        new(".webp", (pixels, width, height, channels) => ImageText.Insert(ImageEncoder.WebP(pixels, width, height, channels, quality, lossless), text));

    /// <summary>JPEG; alpha is dropped.</summary>
    /// <param name="quality">1 to 100.</param>
    /// <param name="text">Texts to put in; they must fit (<see cref="ImageText.FitsJpeg"/>).</param>
    public static ImageFileFormat Jpeg(int quality, IReadOnlyList<PngTextEntry> text) =>
        new(".jpg", (pixels, width, height, channels) => ImageText.Insert(ImageEncoder.Jpeg(pixels, width, height, channels, quality), text));
}
