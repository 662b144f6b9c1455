namespace PixelDiT.Imaging.Tests;

public sealed class ImageResizerTests
{
    [TestCase(1024, 1024, 512, 512, 512)]
    [TestCase(64, 64, 512, 512, 512)]
    [TestCase(1024, 512, 512, 512, 256)]
    [TestCase(100, 300, 512, 171, 512)]
    [TestCase(300, 100, 512, 512, 171)]
    [TestCase(1000, 1, 512, 512, 1)]
    [TestCase(512, 512, 512, 512, 512)]
    [TestCase(4, 5, 10, 8, 10)]
    public void Fit_AnySize_TouchesTheBoxAndKeepsTheShape(int width, int height, int box, int expectedWidth, int expectedHeight) =>
        Assert.That(ImageResizer.Fit(width, height, box), Is.EqualTo((expectedWidth, expectedHeight)));

    [TestCase(40, 30, 80, 60)]
    [TestCase(80, 60, 40, 30)]
    [TestCase(90, 50, 30, 25)]
    [TestCase(30, 30, 45, 60)]
    public void Resize_RampAwayFromTheBorder_FollowsTheTriangleFilter(int width, int height, int targetWidth, int targetHeight)
    {
        var pixels = Pictures.Smooth(width, height, 3);
        var scaled = ImageResizer.Resize(pixels, width, height, 3, targetWidth, targetHeight);
        var expected = Triangle(pixels, width, height, 3, targetWidth, targetHeight);
        var worst = 0.0;
        for (var i = 0; i < scaled.Length; i++)
        {
            worst = Math.Max(worst, Math.Abs(scaled[i] - expected[i]));
        }

        // libvips works in fixed point and clamps the border a little differently.
        Assert.That(worst, Is.LessThanOrEqualTo(2.5));
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    [TestCase(4)]
    public void Resize_FlatPicture_StaysFlat(int channels)
    {
        var pixel = new byte[] { 200, 100, 50, 255 }[..channels];
        if (channels == 2)
        {
            pixel[1] = 255;
        }

        foreach (var (width, height) in new[] { (3, 5), (64, 64), (200, 31), (1, 1) })
        {
            Assert.That(
                ImageResizer.Resize(Pictures.Flat(20, 20, pixel), 20, 20, channels, width, height),
                Is.EqualTo(Pictures.Flat(width, height, pixel)));
        }
    }

    [Test]
    public void Resize_Alpha_WeighsColours()
    {
        // A transparent red pixel beside an opaque blue one: no red may bleed into the mean.
        var scaled = ImageResizer.Resize([255, 0, 0, 0, 0, 0, 255, 255], 2, 1, 4, 1, 1);
        Assert.That((scaled[0], scaled[2], scaled[3] is > 120 and < 136), Is.EqualTo(((byte)0, (byte)255, true)));
    }

    [Test]
    public void Resize_SameSize_IsACopy()
    {
        var pixels = Pictures.Gradient(7, 5, 3);
        Assert.That(ImageResizer.Resize(pixels, 7, 5, 3, 7, 5), Is.EqualTo(pixels).And.Not.SameAs(pixels));
    }

    [Test]
    public void Resize_ExtremeShapes_Work()
    {
        Assert.That(ImageResizer.Resize(new byte[3], 1, 1, 3, 512, 512), Has.Length.EqualTo(512 * 512 * 3));
        Assert.That(ImageResizer.Resize(new byte[3000], 1000, 1, 3, 512, 1), Has.Length.EqualTo(512 * 3));
    }

    // The definition: each target pixel is the mean of source pixels weighed by a triangle whose half width is one source pixel, or
    // one target pixel when shrinking; weights outside the picture are left out.
    private static double[] Triangle(byte[] pixels, int width, int height, int channels, int targetWidth, int targetHeight)
    {
        var result = new double[targetWidth * targetHeight * channels];
        for (var y = 0; y < targetHeight; y++)
        {
            for (var x = 0; x < targetWidth; x++)
            {
                var (columns, rows) = (Weights(x, width, targetWidth), Weights(y, height, targetHeight));
                for (var c = 0; c < channels; c++)
                {
                    result[(((y * targetWidth) + x) * channels) + c] = rows.Sum(
                        r => r.Weight * columns.Sum(k => k.Weight * pixels[(((r.Index * width) + k.Index) * channels) + c]));
                }
            }
        }

        return result;
    }

    private static List<(int Index, double Weight)> Weights(int target, int size, int targetSize)
    {
        var scale = (double)size / targetSize;
        var radius = Math.Max(1, scale);
        var centre = (target + 0.5) * scale;
        var weights = Enumerable.Range(0, size).Select(i => (Index: i, Weight: Math.Max(0, 1 - (Math.Abs(i + 0.5 - centre) / radius))))
            .Where(w => w.Weight > 0).ToList();
        var sum = weights.Sum(w => w.Weight);
        return weights.ConvertAll(w => (w.Index, w.Weight / sum));
    }
}
