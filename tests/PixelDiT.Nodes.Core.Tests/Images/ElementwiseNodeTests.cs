using PixelDiT.Nodes.Core.Images;
using PixelDiT.Nodes.Core.Latents;
using PixelDiT.Nodes.Core.Masks;
using PixelDiT.Nodes.Core.Tests.Support;
using PixelDiT.Nodes.Core.Values;
using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Tests.Images;

[ReleasesTensors]
public class ElementwiseNodeTests
{
    [Test]
    public void ImageInvertAndInvertMask_Values_BecomeOneMinusThem()
    {
        using var scope = NewDisposeScope();
        var values = tensor(new[] { 0f, 0.25f, 1f }).view(1, 1, 1, 3);
        using var image = (Tensor)new ImageInvert { Image = values }.Run(new FakeContext()).Outputs[0]!;
        using var mask = (Tensor)new InvertMask { Mask = values.select(0, 0) }.Run(new FakeContext()).Outputs[0]!;
        Assert.That(image.data<float>().ToArray(), Is.EqualTo(new[] { 1f, 0.75f, 0f }));
        Assert.That(mask.data<float>().ToArray(), Is.EqualTo(new[] { 1f, 0.75f, 0f }));
    }

    [Test]
    public void SolidMask_Value_IsEverywhere()
    {
        using var mask = (Tensor)new SolidMask { Value = 0.3, Width = 3, Height = 2 }.Run(new FakeContext()).Outputs[0]!;
        Assert.That(mask.shape, Is.EqualTo(new long[] { 1, 2, 3 }));
        Assert.That(mask.data<float>().ToArray(), Is.All.EqualTo(0.3f));
    }

    [Test]
    public void RepeatLatentBatch_BatchWithIndices_CountsThemOn()
    {
        using var scope = NewDisposeScope();
        var latent = new Latent { Samples = rand(2, 3, 4, 4), BatchIndex = [3, 5] };
        var repeated = (Latent)new RepeatLatentBatch { Samples = latent, Amount = 3 }.Run(new FakeContext()).Outputs[0]!;
        using var samples = repeated.Samples;
        Assert.That(samples.shape, Is.EqualTo(new long[] { 6, 3, 4, 4 }));
        Assert.That(repeated.BatchIndex, Is.EqualTo(new long[] { 3, 5, 6, 8, 9, 11 }));
        Assert.That(samples.narrow(0, 4, 2).eq(latent.Samples).all().item<bool>());
    }
}
