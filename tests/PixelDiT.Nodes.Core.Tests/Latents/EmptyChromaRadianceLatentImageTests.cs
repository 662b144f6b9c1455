using PixelDiT.Nodes.Core.Latents;
using PixelDiT.Nodes.Core.Tests.Support;
using PixelDiT.Nodes.Core.Values;
using TorchSharp;

namespace PixelDiT.Nodes.Core.Tests.Latents;

[ReleasesTensors]
public class EmptyChromaRadianceLatentImageTests
{
    [Test]
    public void Run_Size_IsZerosOfThreeChannels()
    {
        var node = new EmptyChromaRadianceLatentImage { Width = 48, Height = 32, BatchSize = 2 };
        using var samples = ((Latent)node.Run(new FakeContext()).Outputs[0]!).Samples;
        Assert.Multiple(() =>
        {
            Assert.That(samples.shape, Is.EqualTo(new long[] { 2, 3, 32, 48 }));
            Assert.That(samples.dtype, Is.EqualTo(torch.ScalarType.Float32));
            Assert.That(samples.data<float>().ToArray(), Is.All.EqualTo(0f));
        });
    }
}
