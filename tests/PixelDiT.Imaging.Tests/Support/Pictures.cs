namespace PixelDiT.Imaging.Tests;

/// <summary>Small pictures whose every pixel differs from its neighbours.</summary>
internal static class Pictures
{
    public static byte[] Gradient(int width, int height, int channels)
    {
        var pixels = new byte[width * height * channels];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                for (var c = 0; c < channels; c++)
                {
                    pixels[(((y * width) + x) * channels) + c] = (byte)((x * 7) + (y * 13) + (c * 61));
                }
            }
        }

        return pixels;
    }

    /// <summary>A smooth picture, which lossy codecs keep well.</summary>
    public static byte[] Smooth(int width, int height, int channels)
    {
        var pixels = new byte[width * height * channels];
        for (var i = 0; i < pixels.Length; i++)
        {
            var (x, y, c) = (i / channels % width, i / channels / width, i % channels);
            pixels[i] = (byte)(60 + (100.0 * x / width) + (60.0 * y / height) + (c * 10));
        }

        return pixels;
    }

    public static byte[] Flat(int width, int height, params byte[] pixel) =>
        Enumerable.Range(0, width * height).SelectMany(_ => pixel).ToArray();

    public static int MaxDifference(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        Assert.That(a.Length, Is.EqualTo(b.Length));
        var largest = 0;
        for (var i = 0; i < a.Length; i++)
        {
            largest = Math.Max(largest, Math.Abs(a[i] - b[i]));
        }

        return largest;
    }
}
