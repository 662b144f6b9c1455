using PixelDiT.Imaging;

namespace PixelDiT.Server.Tests;

/// <summary>Small real images.</summary>
internal static class Pictures
{
    /// <summary>A PNG of one colour.</summary>
    public static byte[] Png(byte red, byte green, byte blue, int width = 4, int height = 4)
    {
        var pixels = new byte[width * height * 3];
        for (var i = 0; i < pixels.Length; i += 3)
        {
            (pixels[i], pixels[i + 1], pixels[i + 2]) = (red, green, blue);
        }

        return ImageEncoder.Png(pixels, width, height, 3);
    }
}
