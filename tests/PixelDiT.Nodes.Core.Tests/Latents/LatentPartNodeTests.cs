using PixelDiT.Nodes.Core.Images;
using PixelDiT.Nodes.Core.Latents;
using PixelDiT.Nodes.Core.Tests.Support;
using PixelDiT.Nodes.Core.Values;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Tests.Latents;

[ReleasesTensors]
public class LatentPartNodeTests
{
    [TestCase(128, 96, 96, 128, Description = "a pixel is a pixel")]
    [TestCase(0, 96, 96, 192, Description = "the aspect ratio of 2 is kept")]
    [TestCase(8, 8, 64, 64, Description = "64 is the least")]
    public void LatentUpscale_PixelSpace_CountsPixels(int width, int height, long expectedHeight, long expectedWidth)
    {
        using var scope = NewDisposeScope();
        var node = new LatentUpscale { Samples = new Latent { Samples = zeros(1, 3, 16, 32) }, UpscaleMethod = "bislerp", Width = width, Height = height, Crop = "disabled" };
        Assert.That(node.RunLatent()[0].Samples.Shape, Is.EqualTo(new[] { 1, 3, expectedHeight, expectedWidth }));
    }

    [Test]
    public void LatentUpscale_EmptyLatentOfNoModel_CountsItsOwnUnits()
    {
        using var scope = NewDisposeScope();
        var empty = new Latent { Samples = zeros(1, 4, 8, 8), SpatialDownscale = 8 };
        var result = new LatentUpscale { Samples = empty, UpscaleMethod = "area", Width = 128, Height = 256, Crop = "center" }.RunLatent()[0];
        Assert.That(result.Samples.Shape, Is.EqualTo(new long[] { 1, 4, 32, 16 }));
        Assert.That(result.SpatialDownscale, Is.EqualTo(8));
    }

    [Test]
    public void LatentUpscale_BothZero_PassesTheLatentOn()
    {
        using var scope = NewDisposeScope();
        var latent = Pictures.Latent(1, 3, 2, 2);
        var node = new LatentUpscale { Samples = latent, UpscaleMethod = "area", Width = 0, Height = 0, Crop = "disabled" };
        Assert.That(node.Run(new FakeContext()).Outputs[0], Is.SameAs(latent));
    }

    [Test]
    public void LatentUpscaleBy_Factor_ResizesAndKeepsTheRest()
    {
        using var scope = NewDisposeScope();
        var latent = Pictures.Latent(1, 1, 1, 2) with { BatchIndex = [3], NoiseMask = ones(1, 1, 1, 1) };
        var result = new LatentUpscaleBy { Samples = latent, UpscaleMethod = "nearest-exact", ScaleBy = 2 }.RunLatent()[0];
        Assert.That(result.Samples.Values, Is.EqualTo(new float[] { 0, 0, 1, 1, 0, 0, 1, 1 }));
        Assert.That(result.BatchIndex, Is.EqualTo(new[] { 3 }));
        Assert.That(result.Mask!.Shape, Is.EqualTo(new[] { 1, 1, 1, 1 }));
        Assert.That(() => new LatentUpscaleBy { Samples = latent, UpscaleMethod = "area", ScaleBy = 0.1 }.RunLatent(), Throws.TypeOf<PictureException>());
    }

    [Test]
    public void Bislerp_RightAngle_WalksOnTheCircle()
    {
        using var scope = NewDisposeScope();
        // From (1, 0) to (0, 3): pixel 1 of 4 lies a quarter of the way, at 22.5 degrees and length 1.5.
        var latent = new Latent { Samples = Pictures.Of([1, 2, 1, 2], 1, 0, 0, 3) };
        var result = new LatentUpscaleBy { Samples = latent, UpscaleMethod = "bislerp", ScaleBy = 2 }.RunLatent()[0].Samples;
        Assert.That(result.Values[1], Is.EqualTo(1.5 * Math.Cos(Math.PI / 8)).Within(1e-6));
        Assert.That(result.Values[9], Is.EqualTo(1.5 * Math.Sin(Math.PI / 8)).Within(1e-6));
    }

    [Test]
    public void LatentCrop_PixelSpace_CountsPixelsAndLeaves64()
    {
        using var scope = NewDisposeScope();
        var latent = Pictures.Latent(1, 1, 1, 100) with { Samples = Pictures.Counting(1, 1, 1, 100).expand(1, 1, 100, 100) };
        var inside = new LatentCrop { Samples = latent, Width = 64, Height = 80, X = 8, Y = 16 }.RunLatent()[0].Samples;
        Assert.That(inside.Shape, Is.EqualTo(new long[] { 1, 1, 80, 64 }));
        Assert.That(inside.Values[0], Is.EqualTo(8));
        var moved = new LatentCrop { Samples = latent, Width = 512, Height = 64, X = 96 }.RunLatent()[0].Samples;
        Assert.That(moved.Shape, Is.EqualTo(new long[] { 1, 1, 64, 64 }));
        Assert.That(moved.Values[0], Is.EqualTo(36));
    }

    [Test]
    public void LatentCrop_SmallerThan64_IsTakenWhole()
    {
        using var scope = NewDisposeScope();
        var result = new LatentCrop { Samples = Pictures.Latent(1, 1, 2, 3), X = 1, Y = 1 }.RunLatent()[0].Samples;
        Assert.That(result.Shape, Is.EqualTo(new long[] { 1, 1, 2, 3 }));
    }

    [TestCase("x-axis: vertically", new[] { 3f, 4f, 5f, 0f, 1f, 2f })]
    [TestCase("y-axis: horizontally", new[] { 2f, 1f, 0f, 5f, 4f, 3f })]
    public void LatentFlip_Method_Mirrors(string method, float[] expected)
    {
        using var scope = NewDisposeScope();
        Assert.That(new LatentFlip { Samples = Pictures.Latent(1, 1, 2, 3), FlipMethod = method }.RunLatent()[0].Samples.Values, Is.EqualTo(expected));
    }

    [TestCase("none", new[] { 0f, 1f, 2f, 3f, 4f, 5f })]
    [TestCase("90 degrees", new[] { 3f, 0f, 4f, 1f, 5f, 2f })]
    [TestCase("180 degrees", new[] { 5f, 4f, 3f, 2f, 1f, 0f })]
    [TestCase("270 degrees", new[] { 2f, 5f, 1f, 4f, 0f, 3f })]
    public void LatentRotate_Angle_IsClockwise(string rotation, float[] expected)
    {
        using var scope = NewDisposeScope();
        Assert.That(new LatentRotate { Samples = Pictures.Latent(1, 1, 2, 3), Rotation = rotation }.RunLatent()[0].Samples.Values, Is.EqualTo(expected));
    }

    [TestCase("x", 1, 1, new[] { 1f, 4f })]
    [TestCase("x", 99, 9, new[] { 2f, 5f })]
    [TestCase("x", -2, 9, new[] { 1f, 2f, 4f, 5f })]
    [TestCase("x", -99, 1, new[] { 0f, 3f })]
    [TestCase("y", 1, 5, new[] { 3f, 4f, 5f })]
    public void LatentCut_Stripe_StaysInside(string dim, int index, int amount, float[] expected)
    {
        using var scope = NewDisposeScope();
        Assert.That(new LatentCut { Samples = Pictures.Latent(1, 1, 2, 3), Dim = dim, Index = index, Amount = amount }.RunLatent()[0].Samples.Values, Is.EqualTo(expected));
    }

    [Test]
    public void LatentCutAndConcat_Time_IsForVideos()
    {
        using var scope = NewDisposeScope();
        var latent = Pictures.Latent(1, 3, 2, 2);
        Assert.That(() => new LatentCut { Samples = latent, Dim = "t" }.RunLatent(), Throws.TypeOf<PictureException>().With.Message.Contains("no axis 't'"));
        Assert.That(() => new LatentConcat { Samples1 = latent, Samples2 = latent, Dim = "-t" }.RunLatent(), Throws.TypeOf<PictureException>());
    }
}
