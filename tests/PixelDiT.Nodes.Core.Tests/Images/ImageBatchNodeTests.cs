using PixelDiT.Nodes.Core.Images;
using PixelDiT.Nodes.Core.Tests.Support;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Tests.Images;

[ReleasesTensors]
public class ImageBatchNodeTests
{
    [Test]
    public void ImageBatch_SecondOfAnotherSize_IsCutToTheFirstsAspectAndResized()
    {
        using var scope = NewDisposeScope();
        // 2 x 4: the middle 2 x 2 is kept, and its mean is what bilinear gives for one pixel.
        var second = Pictures.Of([1, 2, 4, 1], 9, 1, 2, 9, 9, 3, 6, 9).expand(1, 2, 4, 3);
        var result = new ImageBatch { Image1 = zeros(2, 1, 1, 3), Image2 = second }.Run()[0];
        Assert.That(result.Shape, Is.EqualTo(new long[] { 3, 1, 1, 3 }));
        Assert.That(result.Values, Is.EqualTo(new float[] { 0, 0, 0, 0, 0, 0, 3, 3, 3 }));
    }

    [TestCase(3, 4)]
    [TestCase(4, 3)]
    public void ImageBatch_OneWithAlpha_MakesTheOtherOpaque(int channels1, int channels2)
    {
        using var scope = NewDisposeScope();
        var result = new ImageBatch { Image1 = zeros(1, 1, 1, channels1), Image2 = zeros(1, 1, 1, channels2) }.Run()[0];
        Assert.That(result.Values, Is.EqualTo(channels1 == 3 ? new float[] { 0, 0, 0, 1, 0, 0, 0, 0 } : [0, 0, 0, 0, 0, 0, 0, 1]));
    }

    [TestCase(0, 1, new[] { 0f })]
    [TestCase(1, 2, new[] { 1f, 2f })]
    [TestCase(2, 9, new[] { 2f, 3f })]
    [TestCase(-1, 4, new[] { 3f })]
    [TestCase(-9, 2, new[] { 0f, 1f })]
    [TestCase(9, 2, new[] { 3f })]
    public void ImageFromBatch_Index_IsCountedFromEitherEndAndStaysInside(int index, int length, float[] expected)
    {
        using var scope = NewDisposeScope();
        var result = new ImageFromBatch { Image = Pictures.Counting(4, 1, 1, 1), BatchIndex = index, Length = length }.Run()[0];
        Assert.That(result.Values, Is.EqualTo(expected));
    }

    [Test]
    public void ImageFromBatch_EmptyBatch_SaysSo()
    {
        using var scope = NewDisposeScope();
        Assert.That(() => new ImageFromBatch { Image = zeros(0, 2, 2, 3) }.Run(), Throws.TypeOf<PictureException>().With.Message.Contains("batch is empty"));
    }

    [Test]
    public void RepeatImageBatch_Amount_RepeatsTheWholeBatch()
    {
        using var scope = NewDisposeScope();
        var result = new RepeatImageBatch { Image = Pictures.Counting(2, 1, 1, 1), Amount = 3 }.Run()[0];
        Assert.That(result.Values, Is.EqualTo(new float[] { 0, 1, 0, 1, 0, 1 }));
    }

    [Test]
    public void RepeatImageBatch_MoreThanTheMemory_FailsAndLives()
    {
        using var scope = NewDisposeScope();
        // 4096 x 192 MiB.
        var image = zeros(1, 1, 1, 3).expand(1, 4096, 4096, 3);
        Assert.That(() => new RepeatImageBatch { Image = image, Amount = 4096 }.Run(), Throws.Exception.Matches<Exception>(Torch.TorchErrors.IsOutOfMemory));
    }
}
