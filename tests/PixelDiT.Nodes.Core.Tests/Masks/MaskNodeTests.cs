using System.Text.Json.Nodes;
using PixelDiT.Nodes.Core.Images;
using PixelDiT.Nodes.Core.Masks;
using PixelDiT.Nodes.Core.Tests.Support;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Tests.Masks;

[ReleasesTensors]
public class MaskNodeTests
{
    [TestCase(new long[] { 2, 2 })]
    [TestCase(new long[] { 1, 2, 2 })]
    [TestCase(new long[] { 1, 1, 2, 2 })]
    public void MaskToImage_AnyLayout_IsAGreyImage(long[] shape)
    {
        using var scope = NewDisposeScope();
        var result = new MaskToImage { Mask = Pictures.Of(shape, 0, 0.5f, 1, 0.25f) }.Run()[0];
        Assert.That(result.Shape, Is.EqualTo(new long[] { 1, 2, 2, 3 }));
        Assert.That(result.Values, Is.EqualTo(new[] { 0, 0, 0, 0.5f, 0.5f, 0.5f, 1, 1, 1, 0.25f, 0.25f, 0.25f }));
    }

    [TestCase("red", new[] { 0f, 4f })]
    [TestCase("green", new[] { 1f, 5f })]
    [TestCase("blue", new[] { 2f, 6f })]
    [TestCase("alpha", new[] { 3f, 7f })]
    public void ImageToMask_Channel_IsTakenAsItIs(string channel, float[] expected)
    {
        using var scope = NewDisposeScope();
        Assert.That(new ImageToMask { Image = Pictures.Counting(1, 1, 2, 4), Channel = channel }.Run()[0].Values, Is.EqualTo(expected));
    }

    [Test]
    public void ImageToMask_AlphaOfAnOpaqueImage_SaysThatThereIsNone()
    {
        using var scope = NewDisposeScope();
        Assert.That(() => new ImageToMask { Image = zeros(1, 1, 1, 3), Channel = "alpha" }.Run(), Throws.TypeOf<PictureException>().With.Message.Contains("3 channels and no alpha"));
    }

    [TestCase("multiply", new[] { 1f, 0.3f, 0f, 0.12f })]
    [TestCase("add", new[] { 1f, 1f, 0f, 0.7f })]
    [TestCase("subtract", new[] { 1f, 0.1f, 0f, 0.1f })]
    [TestCase("and", new[] { 1f, 0f, 0f, 0f }, Description = "one half rounds to 0")]
    [TestCase("or", new[] { 1f, 1f, 0f, 0f })]
    [TestCase("xor", new[] { 1f, 1f, 0f, 0f })]
    public void MaskComposite_Operation_WorksWhereBothAre(string operation, float[] expected)
    {
        using var scope = NewDisposeScope();
        // The source lies on the right column; its own right column is outside.
        var node = new MaskComposite
        {
            Destination = Pictures.Of([1, 2, 2], 1, 0.6f, 0, 0.4f),
            Source = Pictures.Of([1, 2, 2], 0.5f, 9, 0.3f, 9),
            X = 1,
            Operation = operation,
        };
        Assert.That(node.Run()[0].Values, Is.EqualTo(expected).Within(1e-6f));
    }

    [Test]
    public void MaskComposite_OutsideAndBatches_LeaveAloneAndStartAgain()
    {
        using var scope = NewDisposeScope();
        Assert.That(new MaskComposite { Destination = zeros(1, 2, 2), Source = ones(1, 2, 2), X = 5, Y = 0, Operation = "add" }.Run()[0].Values, Is.All.Zero);
        var several = new MaskComposite { Destination = zeros(3, 1, 1), Source = Pictures.Of([2, 1, 1], 0.25f, 0.5f), Operation = "add" }.Run()[0];
        Assert.That(several.Values, Is.EqualTo(new[] { 0.25f, 0.5f, 0.25f }));
    }

    [TestCase(1, 0, 9, 1, new[] { 1f, 2f })]
    [TestCase(0, 1, 2, 9, new[] { 3f, 4f })]
    public void CropMask_Rectangle_IsCutToTheMask(int x, int y, int width, int height, float[] expected)
    {
        using var scope = NewDisposeScope();
        Assert.That(new CropMask { Mask = Pictures.Counting(1, 2, 3), X = x, Y = y, Width = width, Height = height }.Run()[0].Values, Is.EqualTo(expected));
    }

    [Test]
    public void CropMask_Outside_SaysThatNothingIsLeft()
    {
        using var scope = NewDisposeScope();
        Assert.That(() => new CropMask { Mask = zeros(1, 2, 3), X = 3 }.Run(), Throws.TypeOf<PictureException>().With.Message.Contains("(3, 0)").And.Message.Contains("3x2"));
    }

    [Test]
    public void FeatherMask_Edges_FadeAndMultiplyInCorners()
    {
        using var scope = NewDisposeScope();
        var result = new FeatherMask { Mask = ones(1, 2, 4), Left = 2, Top = 2, Right = 1 }.Run()[0];
        Assert.That(result.Values, Is.EqualTo(new[] { 0.25f, 0.5f, 0.5f, 0.5f, 0.5f, 1, 1, 1 }));
    }

    [Test]
    public void FeatherMask_WiderThanTheMask_SpansIt()
    {
        using var scope = NewDisposeScope();
        Assert.That(new FeatherMask { Mask = ones(1, 1, 4), Left = 99 }.Run()[0].Values, Is.EqualTo(new[] { 0.25f, 0.5f, 0.75f, 1 }));
    }

    [TestCase(1, true, "010111010")]
    [TestCase(1, false, "111111111")]
    [TestCase(16384, true, "111111111")]
    [TestCase(0, true, "000010000")]
    [TestCase(-1, true, "000000000")]
    public void GrowMask_Point_BecomesADiamondOrASquare(int expand, bool tapered, string expected)
    {
        using var scope = NewDisposeScope();
        var mask = Pictures.Of([1, 3, 3], 0, 0, 0, 0, 1, 0, 0, 0, 0);
        Assert.That(new GrowMask { Mask = mask, Expand = expand, TaperedCorners = tapered }.Run()[0].Values, Is.EqualTo(expected.Select(c => (float)(c - '0'))));
        Assert.That(Picture.Of(mask).Values.Sum(), Is.EqualTo(1), "the input is not changed");
    }

    [Test]
    public void GrowMask_Shrinking_CountsNothingOutside()
    {
        using var scope = NewDisposeScope();
        Assert.That(new GrowMask { Mask = ones(1, 2, 1), Expand = -3 }.Run()[0].Values, Is.All.EqualTo(1f));
    }

    [Test]
    public void GrowMask_Cancelled_Stops()
    {
        using var scope = NewDisposeScope();
        var context = new FakeContext();
        context.Source.Cancel();
        Assert.That(() => new GrowMask { Mask = zeros(1, 4, 4), Expand = 100 }.Run(context), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void ThresholdMask_Value_ItselfIsBlack()
    {
        using var scope = NewDisposeScope();
        Assert.That(new ThresholdMask { Mask = Pictures.Of([1, 1, 3], 0.25f, 0.5f, 0.75f) }.Run()[0].Values, Is.EqualTo(new float[] { 0, 0, 1 }));
    }

    [Test]
    public void MaskPreview_Mask_IsShownFromTheTempFolderAndPassedOn()
    {
        using var host = new TestHost();
        using var mask = ones(2, 3, 4);
        var result = new MaskPreview { Mask = mask }.Run(host.Context());
        Assert.Multiple(() =>
        {
            Assert.That(result.Outputs[0], Is.SameAs(mask));
            Assert.That(result.Ui!["images"]!.AsArray(), Has.Count.EqualTo(2));
            Assert.That((string)result.Ui["images"]![0]!["type"]!, Is.EqualTo("temp"));
            Assert.That(JsonNode.DeepEquals(result.Ui["animated"], new JsonArray(false)));
            Assert.That(Directory.GetFiles(host.Folders.Temp), Has.Length.EqualTo(2));
        });
    }
}
