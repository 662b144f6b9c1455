using PixelDiT.Imaging;

namespace PixelDiT.EndToEnd.Tests.WorkflowFiles;

/// <summary>A picture whose middle is transparent, so that it brings a mask.</summary>
internal static class ExampleImage
{
    /// <summary>RGBA pixels; every byte value stands in a picture of 16 x 16 or more, outside the middle.</summary>
    public static byte[] Pixels(int width, int height)
    {
        var pixels = new byte[width * height * 4];
        for (var i = 0; i < width * height; i++)
        {
            var (x, y) = (i % width, i / width);
            var inMiddle = x >= width / 4 && x < width * 3 / 4 && y >= height / 4 && y < height * 3 / 4;
            (pixels[4 * i], pixels[(4 * i) + 1], pixels[(4 * i) + 2], pixels[(4 * i) + 3]) = ((byte)i, (byte)(i * 3), (byte)(255 - i), inMiddle ? (byte)0 : (byte)255);
        }
        return pixels;
    }

    public static byte[] Png(int width, int height) => ImageEncoder.Png(Pixels(width, height), width, height, 4, ImageEncoder.SaveCompression, []);
}
