using PixelDiT.Nodes.Core.Images;
using PixelDiT.Nodes.Core.Tests.Support;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Tests.Images;

[ReleasesTensors]
public class ImageMixNodeTests
{
    [TestCase("normal", 0.5f, 0.2f, 0.2f)]
    [TestCase("multiply", 0.5f, 0.2f, 0.1f)]
    [TestCase("screen", 0.5f, 0.2f, 0.6f)]
    [TestCase("overlay", 0.5f, 0.2f, 0.2f)]
    [TestCase("overlay", 0.75f, 0.2f, 0.6f)]
    [TestCase("soft_light", 0.5f, 0.2f, 0.35f)]
    [TestCase("soft_light", 0.25f, 1f, 0.5f)]
    [TestCase("difference", 0.5f, 0.2f, 0.3f)]
    [TestCase("difference", 0.2f, 0.5f, 0f, Description = "below 0, cut")]
    public void ImageBlend_Mode_MixesByItsFormula(string mode, float below, float above, float expected)
    {
        using var scope = NewDisposeScope();
        var node = new ImageBlend { Image1 = Pictures.Of([1, 1, 1, 1], below), Image2 = Pictures.Of([1, 1, 1, 1], above), BlendFactor = 1, BlendMode = mode };
        Assert.That(node.Run()[0].Values[0], Is.EqualTo(expected).Within(1e-6f));
    }

    [Test]
    public void ImageBlend_OneForMany_IsMixedWithEach()
    {
        using var scope = NewDisposeScope();
        var node = new ImageBlend { Image1 = ones(1, 1, 1, 1), Image2 = Pictures.Of([3, 1, 1, 1], 0, 0.5f, 1), BlendFactor = 0.5, BlendMode = "normal" };
        Assert.That(node.Run()[0].Values, Is.EqualTo(new[] { 0.5f, 0.75f, 1 }));
    }

    [Test]
    public void ImageBlend_TwoAndThree_SaysThatTheyDoNotFit()
    {
        using var scope = NewDisposeScope();
        var node = new ImageBlend { Image1 = ones(2, 1, 1, 3), Image2 = ones(3, 1, 1, 3), BlendMode = "normal" };
        Assert.That(() => node.Run(), Throws.TypeOf<PictureException>().With.Message.Contains("a batch of 2 and a batch of 3").IgnoreCase);
    }

    [TestCase(3, 4, 3)]
    [TestCase(4, 3, 4)]
    public void ImageBlend_OneWithAlpha_HasTheChannelsOfTheFirst(int channels1, int channels2, int expected)
    {
        using var scope = NewDisposeScope();
        var result = new ImageBlend { Image1 = zeros(1, 1, 1, channels1), Image2 = zeros(1, 2, 2, channels2), BlendFactor = 1, BlendMode = "normal" }.Run()[0];
        Assert.That(result.Shape, Is.EqualTo(new long[] { 1, 1, 1, expected }));
        Assert.That(result.Values, Is.EqualTo(expected == 4 ? new float[] { 0, 0, 0, 1 } : [0, 0, 0]));
    }

    [TestCase(1, 0, new[] { 0f, 9f, 0f, 9f }, Description = "the right half is outside")]
    [TestCase(2, 0, new[] { 0f, 0f, 0f, 0f }, Description = "all of it is outside")]
    [TestCase(0, 1, new[] { 0f, 0f, 9f, 9f })]
    public void ImageCompositeMasked_Place_CutsWhatIsOutside(int x, int y, float[] expected)
    {
        using var scope = NewDisposeScope();
        var node = new ImageCompositeMasked { Destination = zeros(1, 2, 2, 1), Source = full([1, 2, 2, 1], 9, ScalarType.Float32), X = x, Y = y };
        Assert.That(node.Run()[0].Values, Is.EqualTo(expected));
        Assert.That(Picture.Of(node.Destination).Values, Is.All.Zero, "the input is not changed");
    }

    [Test]
    public void ImageCompositeMasked_MaskAndBatch_AreUsedAgainFromTheFirst()
    {
        using var scope = NewDisposeScope();
        var node = new ImageCompositeMasked
        {
            Destination = zeros(3, 1, 2, 1),
            Source = Pictures.Of([2, 1, 2, 1], 2, 2, 4, 4),
            Mask = Pictures.Of([1, 1, 2], 1, 0.5f),
        };
        Assert.That(node.Run()[0].Values, Is.EqualTo(new float[] { 2, 1, 4, 2, 2, 1 }));
    }

    [Test]
    public void ImageStitch_OneImage_IsPassedOn()
    {
        using var image = zeros(1, 1, 1, 3);
        Assert.That(new ImageStitch { Image1 = image }.Run(new FakeContext()).Outputs[0], Is.SameAs(image));
    }

    [Test]
    public void ImageStitch_AlphaAndSpace_AreOpaque()
    {
        using var scope = NewDisposeScope();
        var node = new ImageStitch { Image1 = zeros(1, 1, 1, 4), Image2 = zeros(1, 1, 1, 3), SpacingWidth = 1, SpacingColor = "green", MatchImageSize = false };
        Assert.That(node.Run()[0].Values, Is.EqualTo(new float[] { 0, 0, 0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 0, 0, 0, 1 }), "alpha 0, two green pixels, opaque");
    }

    [Test]
    public void ImageStitch_ShorterBatch_GoesOnWithItsLast()
    {
        using var scope = NewDisposeScope();
        var node = new ImageStitch { Image1 = Pictures.Of([2, 1, 1, 1], 0, 1), Image2 = Pictures.Of([3, 1, 1, 1], 5, 6, 7), Direction = "left", MatchImageSize = false };
        Assert.That(node.Run()[0].Values, Is.EqualTo(new float[] { 5, 0, 6, 1, 7, 1 }));
    }

    [Test]
    public void ImageStitch_SecondTooThin_IsRefused()
    {
        using var scope = NewDisposeScope();
        var node = new ImageStitch { Image1 = zeros(1, 1, 1, 3), Image2 = zeros(1, 9, 1, 3) };
        Assert.That(() => node.Run(), Throws.TypeOf<PictureException>().With.Message.Contains("to 0x1"));
    }

    [Test]
    public void JoinThenSplitAlpha_Mask_ComesBack()
    {
        using var scope = NewDisposeScope();
        var joined = new JoinImageWithAlpha { Image = Pictures.Counting(1, 1, 2, 3), Alpha = Pictures.Of([1, 1, 2], 0, 0.25f) }.Run()[0];
        Assert.That(joined.Values, Is.EqualTo(new[] { 0, 1, 2, 1, 3, 4, 5, 0.75f }));
        var parts = new SplitImageWithAlpha { Image = Pictures.Of(joined.Shape, joined.Values) }.Run();
        Assert.That(parts[0].Values, Is.EqualTo(new float[] { 0, 1, 2, 3, 4, 5 }));
        Assert.That(parts[1].Values, Is.EqualTo(new[] { 0, 0.25f }));
    }

    [Test]
    public void SplitImageWithAlpha_Opaque_HasABlackMask()
    {
        using var scope = NewDisposeScope();
        var parts = new SplitImageWithAlpha { Image = ones(2, 1, 2, 3) }.Run();
        Assert.That(parts[1].Shape, Is.EqualTo(new long[] { 2, 1, 2 }));
        Assert.That(parts[1].Values, Is.All.Zero);
    }

    [Test]
    public void ImageColorToMask_Colour_IsFoundAfterRounding()
    {
        using var scope = NewDisposeScope();
        // 0x804000: 128, 64, 0 of 255; a hundredth of a step beside it, and a whole step.
        var image = Pictures.Of([1, 1, 3, 3], 128 / 255f, 64 / 255f, -0.5f, 128.01f / 255, 63.99f / 255, 0, 129 / 255f, 64 / 255f, 0);
        Assert.That(new ImageColorToMask { Image = image, Color = 0x804000 }.Run()[0].Values, Is.EqualTo(new float[] { 1, 1, 0 }));
    }
}
