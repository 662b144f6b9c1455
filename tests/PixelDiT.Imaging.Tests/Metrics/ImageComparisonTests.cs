using System.Text.Json.Nodes;
using PixelDiT.Tests;

namespace PixelDiT.Imaging.Tests.Metrics;

public class ImageComparisonTests
{
    private const double C1 = 0.01 * 0.01;
    private const double C2 = 0.03 * 0.03;

    private static IEnumerable<TestCaseData> Recorded() => JsonNode.Parse(File.ReadAllText(TestData.File("ssim_skimage.json")))!["cases"]!.AsArray()
        .Select(c => new TestCaseData(c).SetArgDisplayNames((string)c!["name"]!));

    [TestCaseSource(nameof(Recorded))]
    public void All_RecordedPictures_HaveScikitImagesNumbers(JsonNode recorded)
    {
        var comparison = new ImageComparison(
            Picture(recorded, "before"), Picture(recorded, "after"), (int)recorded["width"]!, (int)recorded["height"]!, (int)recorded["channels"]!, (double)recorded["range"]!);

        Assert.Multiple(() =>
        {
            // Our pixels are float32.
            Assert.That(comparison.Ssim(), Is.EqualTo((double)recorded["ssim"]!).Within(1e-6));
            Assert.That(comparison.Mse(), Is.EqualTo((double)recorded["mse"]!).Within(1e-5).Percent);
            Assert.That(comparison.Psnr(), Is.EqualTo((double)recorded["psnr"]!).Within(1e-6));
        });
    }

    [Test]
    public void All_EqualPictures_AreOneZeroAndInfinity()
    {
        var picture = Noise(16 * 13 * 3, 1);
        var comparison = new ImageComparison(picture, picture, 13, 16, 3);

        Assert.That((comparison.Ssim(), comparison.Mse(), comparison.Psnr()), Is.EqualTo((1.0, 0.0, double.PositiveInfinity)));
    }

    [TestCase(0.25, 0.75)]
    [TestCase(0.0, 1.0)]
    [TestCase(0.5, 0.5)]
    public void All_ConstantPictures_HaveTheClosedForm(double a, double b)
    {
        var comparison = new ImageComparison(Constant(a, 15 * 12), Constant(b, 15 * 12), 15, 12, 1);

        Assert.Multiple(() =>
        {
            Assert.That(comparison.Ssim(), Is.EqualTo(((2 * a * b) + C1) / ((a * a) + (b * b) + C1)).Within(1e-9), "contrast and structure agree, luminance does not");
            Assert.That(comparison.Mse(), Is.EqualTo((a - b) * (a - b)).Within(1e-12));
        });
    }

    [TestCase(0.5)]
    [TestCase(2.0)]
    [TestCase(-1.0)]
    public void Ssim_ScaledContrast_HasTheClosedForm(double factor)
    {
        // One window: y = μ + k·(x - μ) with the window's weighted mean μ, so μ stays, σ becomes |k|·σ and the covariance k·σ².
        var x = Noise(11 * 11, 2);
        var weights = Weights();
        var mean = weights.Zip(x, (w, v) => w * v).Sum();
        var variance = weights.Zip(x, (w, v) => w * (v - mean) * (v - mean)).Sum();
        float[] y = [.. x.Select(v => (float)(mean + (factor * (v - mean))))];

        var ssim = new ImageComparison(x, y, 11, 11, 1).Ssim();

        Assert.That(ssim, Is.EqualTo(((2 * factor * variance) + C2) / ((1 + (factor * factor)) * variance + C2)).Within(1e-6));
    }

    [Test]
    public void Psnr_KnownError_IsInDecibels() =>
        Assert.That(new ImageComparison(Constant(0.5, 4), Constant(0.6, 4), 2, 2, 1).Psnr(), Is.EqualTo(20).Within(1e-5));

    [Test]
    public void Ssim_Bytes_AreUnitsTimes255()
    {
        var (a, b) = (Noise(20 * 20, 3), Noise(20 * 20, 4));
        float[] Scaled(float[] p) => [.. p.Select(v => v * 255)];

        Assert.That(new ImageComparison(Scaled(a), Scaled(b), 20, 20, 1, 255).Ssim(), Is.EqualTo(new ImageComparison(a, b, 20, 20, 1).Ssim()!.Value).Within(1e-6));
    }

    [Test]
    public void All_CountedPixels_AloneHaveASay()
    {
        var (before, counted) = (Noise(40 * 30, 5), Enumerable.Repeat(true, 40 * 30).ToArray());
        var after = (float[])before.Clone();
        for (var y = 10; y < 20; y++)
        {
            for (var x = 25; x < 35; x++)
            {
                after[(y * 40) + x] = 1 - after[(y * 40) + x];
                counted[(y * 40) + x] = false;
            }
        }

        Assert.Multiple(() =>
        {
            var outside = new ImageComparison(before, after, 40, 30, 1, counted: counted);
            Assert.That((outside.Ssim(), outside.Mse()), Is.EqualTo((1.0, 0.0)), "no window reaches the change");
            Assert.That(new ImageComparison(before, after, 40, 30, 1).Ssim(), Is.LessThan(0.99));
            Assert.That(new ImageComparison(before, after, 40, 30, 1, counted: counted.Select(c => !c).ToArray()).Mse(), Is.GreaterThan(0.01));
        });
    }

    [Test]
    public void Ssim_CountedPixels_ChooseTheWindowsInside()
    {
        // The left 14 columns of 40: 4 windows across, the same as those of the picture cut to them.
        var (before, after) = (Noise(40 * 15, 6), Noise(40 * 15, 7));
        float[] Cut(float[] p) => [.. p.Chunk(40).SelectMany(row => row.Take(14))];
        bool[] counted = [.. Enumerable.Range(0, 40 * 15).Select(i => i % 40 < 14)];

        Assert.That(
            new ImageComparison(before, after, 40, 15, 1, counted: counted).Ssim(),
            Is.EqualTo(new ImageComparison(Cut(before), Cut(after), 14, 15, 1).Ssim()!.Value).Within(1e-12));
    }

    [Test]
    public void Ssim_NoWindow_IsNull()
    {
        var counted = Enumerable.Repeat(true, 20 * 20).ToArray();
        counted[(10 * 20) + 10] = false;
        counted[(10 * 20) + 9] = false;

        Assert.Multiple(() =>
        {
            Assert.That(new ImageComparison(Noise(10 * 40, 1), Noise(10 * 40, 2), 40, 10, 1).Ssim(), Is.Null, "10 pixels high");
            Assert.That(new ImageComparison(Noise(1, 1), Noise(1, 2), 1, 1, 1).Ssim(), Is.Null, "one pixel");
            Assert.That(new ImageComparison(Noise(400, 1), Noise(400, 2), 20, 20, 1, counted: counted).Ssim(), Is.Null, "a hole in the middle");
            Assert.That(new ImageComparison(Noise(4, 1), Noise(4, 2), 2, 2, 1, counted: new bool[4]).Mse(), Is.Null, "nothing counts");
        });
    }

    [TestCase(3, 4, 3)]
    [TestCase(2, 6, 1)]
    [TestCase(0, 4, 1)]
    public void New_SizesThatDisagree_AreRefused(int width, int height, int channels) =>
        Assert.That(() => new ImageComparison(new float[16], new float[16], width, height, channels), Throws.ArgumentException.With.Message.Contains($"{width}x{height}"));

    private static float[] Picture(JsonNode recorded, string name)
    {
        var (width, height, channels, range) = ((int)recorded["width"]!, (int)recorded["height"]!, (int)recorded["channels"]!, (double)recorded["range"]!);
        var factors = recorded[name]!.AsArray().Select(f => (int)f!).ToArray();
        var pixels = new float[width * height * channels];
        for (var i = 0; i < pixels.Length; i++)
        {
            var (x, y, c) = (i / channels % width, i / channels / width, i % channels);
            pixels[i] = (float)(range * (((factors[0] * x) + (factors[1] * y) + (factors[2] * c) + (x * y)) % 64) / 63.0);
        }
        return pixels;
    }

    private static float[] Constant(double value, int count) => [.. Enumerable.Repeat((float)value, count)];

    private static float[] Noise(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextSingle())];
    }

    // The 2D Gaussian written down once more, without taking it apart into rows and columns.
    private static double[] Weights()
    {
        double[] weights = [.. Enumerable.Range(0, 121).Select(i => Math.Exp(-(Math.Pow((i % 11) - 5, 2) + Math.Pow((i / 11) - 5, 2)) / 4.5))];
        return [.. weights.Select(w => w / weights.Sum())];
    }
}
