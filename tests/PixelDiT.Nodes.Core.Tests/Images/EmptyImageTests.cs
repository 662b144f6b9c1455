using PixelDiT.Nodes.Core.Images;
using PixelDiT.Nodes.Core.Tests.Support;
using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Tests.Images;

[ReleasesTensors]
public class EmptyImageTests
{
    [Test]
    public void Run_Color_FillsEveryPixel()
    {
        var node = new EmptyImage { Width = 3, Height = 2, BatchSize = 2, Color = 0xFF8001 };
        using var image = (Tensor)node.Run(new FakeContext()).Outputs[0]!;
        var pixel = new[] { 1f, (float)(128 / 255.0), (float)(1 / 255.0) };
        Assert.Multiple(() =>
        {
            Assert.That(image.shape, Is.EqualTo(new long[] { 2, 2, 3, 3 }));
            Assert.That(image.data<float>().ToArray(), Is.EqualTo(Enumerable.Repeat(pixel, 12).SelectMany(p => p)));
        });
    }

    [Test]
    public void Run_OnePixel_IsATensorOfItsOwn()
    {
        using var image = (Tensor)new EmptyImage { Width = 1, Height = 1, BatchSize = 1, Color = 0x00FF00 }.Run(new FakeContext()).Outputs[0]!;
        Assert.That(image.data<float>().ToArray(), Is.EqualTo(new[] { 0f, 1f, 0f }));
    }
}
