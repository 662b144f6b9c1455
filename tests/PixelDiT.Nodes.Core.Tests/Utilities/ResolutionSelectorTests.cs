using PixelDiT.Nodes.Core.Tests.Support;
using PixelDiT.Nodes.Core.Utilities;

namespace PixelDiT.Nodes.Core.Tests.Utilities;

public class ResolutionSelectorTests
{
    [TestCase("1:1 (Square)", 1.0, 8, 1024, 1024)]
    [TestCase("16:9 (Widescreen)", 1.0, 8, 1368, 768)]
    [TestCase("9:16 (Portrait Widescreen)", 1.0, 16, 768, 1360)]
    [TestCase("21:9 (Ultrawide)", 2.0, 8, 2216, 952)]
    [TestCase("2:3 (Portrait Photo)", 0.1, 128, 256, 384)]
    [TestCase("4:3 (Standard)", 16.0, 4, 4728, 3548)]
    public void Run_RatioAndSize_FollowsTheFormula(string ratio, double megapixels, int multiple, int width, int height)
    {
        var node = new ResolutionSelector { AspectRatio = ratio, Megapixels = megapixels, Multiple = multiple };
        Assert.That(node.Run(new FakeContext()).Outputs, Is.EqualTo(new object[] { (long)width, (long)height }));
    }

    // 1280 pixels are exactly 2.5 times 512, and 384 are 1.5 times 256: only exact halves tell the ways of rounding apart.
    [TestCase(1.5625, 512, 1024)]
    [TestCase(0.140625, 256, 512)]
    public void Run_HalfAMultiple_GoesToTheEvenOne(double megapixels, int multiple, int expected)
    {
        var node = new ResolutionSelector { AspectRatio = "1:1 (Square)", Megapixels = megapixels, Multiple = multiple };
        Assert.That(node.Run(new FakeContext()).Outputs, Is.All.EqualTo((long)expected));
    }
}
