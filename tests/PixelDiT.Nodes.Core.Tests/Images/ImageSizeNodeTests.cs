using PixelDiT.Nodes.Core.Images;
using PixelDiT.Nodes.Core.Tests.Support;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Tests.Images;

[ReleasesTensors]
public class ImageSizeNodeTests
{
    [Test]
    public void GetImageSize_Batch_GivesWidthHeightAndNumber()
    {
        using var image = zeros(5, 2, 3, 4);
        Assert.That(new GetImageSize { Image = image }.Run(new FakeContext()).Outputs, Is.EqualTo(new object[] { 3L, 2L, 5L }));
    }

    [TestCase(6, 0, 6, 4)]
    [TestCase(0, 8, 12, 8)]
    [TestCase(0, 1, 2, 1, Description = "1.5 rounds to even")]
    [TestCase(1, 0, 1, 1, Description = "0.67 rounds to 1")]
    [TestCase(2, 5, 2, 5)]
    public void ImageScale_ZeroSide_KeepsTheAspectRatio(int width, int height, long expectedWidth, long expectedHeight)
    {
        using var scope = NewDisposeScope();
        var result = new ImageScale { Image = zeros(2, 2, 3, 3), UpscaleMethod = "bilinear", Width = width, Height = height, Crop = "disabled" }.Run()[0];
        Assert.That(result.Shape, Is.EqualTo(new[] { 2, expectedHeight, expectedWidth, 3 }));
    }

    [Test]
    public void ImageScale_BothZero_PassesTheImageOn()
    {
        using var image = zeros(1, 2, 3, 3);
        var node = new ImageScale { Image = image, UpscaleMethod = "lanczos", Width = 0, Height = 0, Crop = "center" };
        Assert.That(node.Run(new FakeContext()).Outputs[0], Is.SameAs(image));
    }

    [Test]
    public void ImageScale_Nearest_RepeatsPixels()
    {
        using var scope = NewDisposeScope();
        var node = new ImageScale { Image = Pictures.Of([1, 1, 2, 1], 0.25f, 0.5f), UpscaleMethod = "nearest-exact", Width = 4, Height = 2, Crop = "disabled" };
        Assert.That(node.Run()[0].Values, Is.EqualTo(new[] { 0.25f, 0.25f, 0.5f, 0.5f, 0.25f, 0.25f, 0.5f, 0.5f }));
    }

    [Test]
    public void ImageScale_CentreOfAnExtremeAspect_KeepsTheMiddle()
    {
        using var scope = NewDisposeScope();
        var image = Pictures.Of([1, 4, 1, 1], 0, 1, 1, 0);
        var result = new ImageScale { Image = image, UpscaleMethod = "area", Width = 1000, Height = 1, Crop = "center" }.Run()[0];
        Assert.That(result.Values, Is.EqualTo(Enumerable.Repeat(1f, 1000)));
    }

    [Test]
    public void ImageScale_LargerThanTheMemory_FailsAndLives()
    {
        using var scope = NewDisposeScope();
        foreach (var method in new[] { "bilinear", "lanczos" })
        {
            var node = new ImageScale { Image = zeros(400, 1, 1, 3), UpscaleMethod = method, Width = 16384, Height = 16384, Crop = "disabled" };
            Assert.That(() => node.Run(), Throws.Exception.Matches<Exception>(Torch.TorchErrors.IsOutOfMemory), method);
        }
    }

    [Test]
    public void ImageScale_Cancelled_StopsBetweenRows()
    {
        using var scope = NewDisposeScope();
        var context = new FakeContext();
        context.Source.Cancel();
        var node = new ImageScale { Image = zeros(1, 4, 4, 3), UpscaleMethod = "lanczos", Width = 8, Height = 8, Crop = "disabled" };
        Assert.That(() => node.Run(context), Throws.InstanceOf<OperationCanceledException>());
    }

    [TestCase(0.5, 2, 1, Description = "1.5 rounds to even")]
    [TestCase(2.5, 8, 5, Description = "7.5 rounds to even")]
    public void ImageScaleBy_Factor_RoundsHalfToEven(double factor, long width, long height)
    {
        using var scope = NewDisposeScope();
        var result = new ImageScaleBy { Image = zeros(1, 2, 3, 3), UpscaleMethod = "area", ScaleBy = factor }.Run()[0];
        Assert.That(result.Shape, Is.EqualTo(new[] { 1, height, width, 3 }));
    }

    [Test]
    public void ImageScaleBy_NothingLeft_SaysFromWhatToWhat()
    {
        using var scope = NewDisposeScope();
        Assert.That(() => new ImageScaleBy { Image = zeros(1, 20, 30, 3), UpscaleMethod = "area", ScaleBy = 0.01 }.Run(),
            Throws.TypeOf<PictureException>().With.Message.Contains("30x20").And.Message.Contains("to 0x0"));
    }

    [TestCase(0.01, 1, 145, 72)]
    [TestCase(0.01, 64, 128, 64)]
    public void ImageScaleToTotalPixels_Megapixels_KeepTheAspectInWholeSteps(double megapixels, int steps, long width, long height)
    {
        using var scope = NewDisposeScope();
        var node = new ImageScaleToTotalPixels { Image = zeros(1, 10, 20, 3), UpscaleMethod = "nearest-exact", Megapixels = megapixels, ResolutionSteps = steps };
        Assert.That(node.Run()[0].Shape, Is.EqualTo(new[] { 1, height, width, 3 }));
    }

    [TestCase(10, 20, 8, 4)]
    [TestCase(20, 10, 4, 8)]
    [TestCase(7, 7, 8, 8)]
    public void ImageScaleToMaxDimension_LongerSide_GetsTheSize(long height, long width, long newWidth, long newHeight)
    {
        using var scope = NewDisposeScope();
        var node = new ImageScaleToMaxDimension { Image = zeros(1, height, width, 3), UpscaleMethod = "area", LargestSize = 8 };
        Assert.That(node.Run()[0].Shape, Is.EqualTo(new[] { 1, newHeight, newWidth, 3 }));
    }

    [Test]
    public void ImageScaleToMaxDimension_Zero_IsRefused()
    {
        using var scope = NewDisposeScope();
        Assert.That(() => new ImageScaleToMaxDimension { Image = zeros(1, 2, 2, 3), UpscaleMethod = "area", LargestSize = 0 }.Run(), Throws.TypeOf<PictureException>());
    }

    [Test]
    public void ResizeAndPadImage_WideImage_LiesInTheMiddle()
    {
        using var scope = NewDisposeScope();
        var node = new ResizeAndPadImage
        {
            Image = full([1, 1, 2, 1], 0.5, ScalarType.Float32),
            TargetWidth = 2,
            TargetHeight = 4,
            PaddingColor = "white",
            Interpolation = "nearest-exact",
        };
        Assert.That(node.Run()[0].Values, Is.EqualTo(new[] { 1, 1, 0.5f, 0.5f, 1, 1, 1, 1 }));
    }
}
