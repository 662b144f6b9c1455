using PixelDiT.Nodes.Core.Images.Resampling;
using PixelDiT.Nodes.Core.Tests.Support;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Tests.Images;

[ReleasesTensors]
public class LanczosTests
{
    [Test]
    public void Resize_SameSize_OnlyDropsFractionsOfBytes()
    {
        using var scope = NewDisposeScope();
        var result = Picture.Of(Resize.Planes(Pictures.Of([1, 1, 1, 3], 0.5f, -1, 2), 3, 1, "lanczos"));
        Assert.That(result.Values, Is.EqualTo(new[] { 127 / 255f, 0, 1 }));
    }

    [Test]
    public void Resize_FlatImage_StaysFlat()
    {
        using var scope = NewDisposeScope();
        var result = Picture.Of(Resize.Planes(full([2, 3, 9, 5], 200 / 255f, ScalarType.Float32), 17, 3, "lanczos"));
        Assert.That(result.Shape, Is.EqualTo(new long[] { 2, 3, 3, 17 }));
        Assert.That(result.Values, Is.All.EqualTo(200 / 255f));
    }

    [Test]
    public void Resize_ColourBehindFullTransparency_DoesNotBleed()
    {
        using var scope = NewDisposeScope();
        // Left opaque black, right transparent white: what is seen stays black.
        var image = zeros(1, 4, 1, 8);
        image.narrow(3, 4, 4).narrow(1, 0, 3).fill_(1);
        image.narrow(3, 0, 4).narrow(1, 3, 1).fill_(1);
        var result = Resize.Planes(image, 16, 1, "lanczos");
        Assert.That((result.narrow(1, 0, 3) * result.narrow(1, 3, 1)).max().item<float>(), Is.Zero);
    }
}
