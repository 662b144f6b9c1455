using PixelDiT.Nodes.Core.Tests.Support;
using PixelDiT.Nodes.PixelDiT.Editing;
using PixelDiT.Nodes.PixelDiT.Tests.Support;
using PixelDiT.Sampling;
using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.PixelDiT.Tests.Editing;

[ReleasesTensors]
public class PixelDiTBackgroundConsistencyTests
{
    [Test]
    public void Run_EqualImages_AreEqual()
    {
        using var scope = NewDisposeScope();
        var image = Tiny.Picture(2, 20, 20);

        var result = Run(new() { Before = image, After = image });

        Assert.That((result.Mse, result.Ssim, result.Psnr), Is.EqualTo((0.0, 1.0, double.PositiveInfinity)));
        Assert.That(result.Lines, Has.Length.EqualTo(2));
        Assert.That(result.Difference.abs().max().item<float>(), Is.Zero);
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Run_ChangeInsideMaskOrBox_DoesNotCount(bool byMask)
    {
        using var scope = NewDisposeScope();
        var image = Tiny.Picture(1, 40, 40);
        var (after, mask) = (image.clone(), zeros([1, 40, 40]));
        after.narrow(1, 4, 10).narrow(2, 20, 12).fill_(0);
        mask.narrow(1, 4, 10).narrow(2, 20, 12).fill_(1);

        var result = Run(byMask ? new() { Before = image, After = after, Mask = mask } : new() { Before = image, After = after, X = 20, Y = 4, Width = 12, Height = 10 });

        Assert.That((result.Mse, result.Ssim), Is.EqualTo((0.0, 1.0)));
        Assert.That(result.Difference.max().item<float>(), Is.Zero);
        Assert.That(Run(new() { Before = image, After = after }).Mse, Is.GreaterThan(0.01));
    }

    [Test]
    public void Run_KnownDifference_IsMeasuredAndShown()
    {
        using var scope = NewDisposeScope();

        var result = Run(new() { Before = full([1, 16, 16, 3], 0.5f), After = full([1, 16, 16, 3], 0.6f), Gain = 2 });

        Assert.Multiple(() =>
        {
            Assert.That(result.Mse, Is.EqualTo(0.01).Within(1e-6));
            Assert.That(result.Psnr, Is.EqualTo(20).Within(1e-4));
            Assert.That(result.Ssim, Is.EqualTo((0.6 + 1e-4) / (0.61 + 1e-4)).Within(1e-6));
            Assert.That(result.Difference.data<float>().ToArray(), Is.All.EqualTo(0.2f).Within(1e-6));
            Assert.That(result.Lines, Is.EqualTo(new[] { "image 1: MSE 0.010000, SSIM 0.9836, PSNR 20.00 dB" }));
        });
    }

    [Test]
    public void Run_OnePixel_HasNoSimilarityAndSaysSo()
    {
        using var scope = NewDisposeScope();

        var result = Run(new() { Before = zeros([1, 1, 1, 3]), After = ones([1, 1, 1, 3]) });

        Assert.That((result.Mse, double.IsNaN(result.Ssim)), Is.EqualTo((1.0, true)));
        Assert.That(result.Lines[^1], Does.StartWith("Warning: there is no structural similarity"));
    }

    [Test]
    public void Run_NothingLeftToCompare_IsRefused()
    {
        using var scope = NewDisposeScope();
        var image = Tiny.Picture(1, 12, 12);

        Assert.That(() => Run(new() { Before = image, After = image, Mask = ones([1, 12, 12]) }), Throws.TypeOf<SamplingSettingException>().With.Message.Contains("something outside it"));
    }

    [Test]
    public void Run_ImagesOfOtherSizes_AreRefused()
    {
        using var scope = NewDisposeScope();

        Assert.That(() => Run(new() { Before = Tiny.Picture(1, 12, 12), After = Tiny.Picture(1, 12, 13) }),
            Throws.TypeOf<SamplingSettingException>().With.Message.EqualTo("after is 1 of 13x12 pixels; expected as many and as large images as before: 1 of 12x12 pixels."));
    }

    private static (double Mse, double Ssim, double Psnr, Tensor Difference, string[] Lines) Run(PixelDiTBackgroundConsistency node)
    {
        var result = node.Run(new FakeContext());
        return ((double)result.Outputs[0]!, (double)result.Outputs[1]!, (double)result.Outputs[2]!, Tiny.Scoped(result.Outputs[3]), Tiny.Lines(result));
    }
}
