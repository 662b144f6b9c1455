using PixelDiT.Nodes.Core.Images;
using PixelDiT.Nodes.Core.Tests.Support;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Tests.Images;

[ReleasesTensors]
public class ImagePartNodeTests
{
    // 0 1 2
    // 3 4 5
    private static Tensor Image() => Pictures.Counting(1, 2, 3, 1);

    [TestCase(2, 1, 1, 1, new[] { 4f, 5f })]
    [TestCase(512, 512, 1, 0, new[] { 1f, 2f, 4f, 5f })]
    [TestCase(1, 1, 99, 99, new[] { 5f })]
    public void ImageCrop_Rectangle_StaysInside(int width, int height, int x, int y, float[] expected)
    {
        using var scope = NewDisposeScope();
        Assert.That(new ImageCrop { Image = Image(), Width = width, Height = height, X = x, Y = y }.Run()[0].Values, Is.EqualTo(expected));
    }

    [TestCase("x-axis: vertically", new[] { 3f, 4f, 5f, 0f, 1f, 2f })]
    [TestCase("y-axis: horizontally", new[] { 2f, 1f, 0f, 5f, 4f, 3f })]
    public void ImageFlip_Method_Mirrors(string method, float[] expected)
    {
        using var scope = NewDisposeScope();
        Assert.That(new ImageFlip { Image = Image(), FlipMethod = method }.Run()[0].Values, Is.EqualTo(expected));
    }

    [TestCase("none", 2, new[] { 0f, 1f, 2f, 3f, 4f, 5f })]
    [TestCase("90 degrees", 3, new[] { 3f, 0f, 4f, 1f, 5f, 2f })]
    [TestCase("180 degrees", 2, new[] { 5f, 4f, 3f, 2f, 1f, 0f })]
    [TestCase("270 degrees", 3, new[] { 2f, 5f, 1f, 4f, 0f, 3f })]
    public void ImageRotate_Angle_IsClockwise(string rotation, long height, float[] expected)
    {
        using var scope = NewDisposeScope();
        var result = new ImageRotate { Image = Image(), Rotation = rotation }.Run()[0];
        Assert.That(result.Shape, Is.EqualTo(new[] { 1, height, 5 - height, 1 }));
        Assert.That(result.Values, Is.EqualTo(expected));
    }

    [Test]
    public void ImagePadForOutpaint_TooMuchFeathering_LeavesAHardMask()
    {
        using var scope = NewDisposeScope();
        var results = new ImagePadForOutpaint { Image = zeros(2, 2, 3, 3), Left = 1, Feathering = 1 }.Run();
        Assert.Multiple(() =>
        {
            Assert.That(results[0].Shape, Is.EqualTo(new long[] { 2, 2, 4, 3 }));
            Assert.That(results[0].Values.Take(12), Is.EqualTo(new float[] { 0.5f, 0.5f, 0.5f, 0, 0, 0, 0, 0, 0, 0, 0, 0 }));
            Assert.That(results[1].Shape, Is.EqualTo(new long[] { 1, 2, 4 }), "one mask for the whole batch");
            Assert.That(results[1].Values, Is.EqualTo(new float[] { 1, 0, 0, 0, 1, 0, 0, 0 }));
        });
    }

    [Test]
    public void ImagePadForOutpaint_Feathering_FadesFromBordersOnly()
    {
        using var scope = NewDisposeScope();
        // Distance from the border on the left is 0, 1, 2 …; (2 - d)² / 4 of it.
        var mask = new ImagePadForOutpaint { Image = zeros(1, 5, 5, 3), Left = 1, Feathering = 2 }.Run()[1];
        Assert.That(mask.Values.Take(6), Is.EqualTo(new[] { 1, 1, 0.25f, 0, 0, 0 }));
    }
}
