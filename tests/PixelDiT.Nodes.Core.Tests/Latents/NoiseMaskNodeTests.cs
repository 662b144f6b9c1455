using PixelDiT.Nodes.Core.Latents;
using PixelDiT.Nodes.Core.Tests.Support;
using PixelDiT.Nodes.Core.Values;
using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Tests.Latents;

[ReleasesTensors]
public class NoiseMaskNodeTests
{
    private DisposeScope _scope;

    [SetUp]
    public void SetUp() => _scope = NewDisposeScope();

    [TearDown]
    public void TearDown() => _scope.Dispose();

    [TestCase(new long[] { 4, 6 }, 1)]
    [TestCase(new long[] { 2, 4, 6 }, 2)]
    [TestCase(new long[] { 2, 1, 4, 6 }, 2)]
    public void SetLatentNoiseMask_AnyLayout_BecomesOneMaskAPicture(long[] shape, long batch)
    {
        var latent = new Latent { Samples = zeros(2, 3, 8, 8), BatchIndex = [4, 5] };
        var mask = rand(shape);
        var masked = Run(new SetLatentNoiseMask { Samples = latent, Mask = mask });
        Assert.Multiple(() =>
        {
            Assert.That(masked.NoiseMask!.shape, Is.EqualTo(new[] { batch, 1, 4, 6 }));
            Assert.That(masked.NoiseMask.data<float>().ToArray(), Is.EqualTo(mask.data<float>().ToArray()));
            Assert.That(masked with { NoiseMask = null }, Is.EqualTo(latent), "nothing else changes");
            Assert.That(masked.Resources, Is.EqualTo(new[] { latent.Samples, masked.NoiseMask }));
        });
    }

    [TestCase(new long[] { 4 })]
    [TestCase(new long[] { 1, 3, 4, 6 })]
    [TestCase(new long[] { 1, 0, 6 })]
    public void SetLatentNoiseMask_NoMask_SaysWhatOneIs(long[] shape) => Assert.That(
        () => Run(new SetLatentNoiseMask { Samples = new Latent { Samples = zeros(1, 3, 8, 8) }, Mask = zeros(shape) }),
        Throws.ArgumentException.With.Message.Contains("[batch, height, width]").And.Message.Contains($"[{string.Join(", ", shape)}]"));

    [Test]
    public void VAEEncodeForInpaint_MaskedPart_IsGreyAndTheRestEncoded()
    {
        var pixels = rand(1, 4, 4, 3);
        var latent = Inpaint(pixels, Square(4, 4, 1, 1, 2), grow: 0);
        var expected = PixelSpaceVae.Instance.Encode(pixels).MoveToOtherDisposeScope(_scope);
        expected.slice(2, 1, 3, 1).slice(3, 1, 3, 1).zero_();
        Assert.Multiple(() =>
        {
            Assert.That(latent.Samples.data<float>().ToArray(), Is.EqualTo(expected.data<float>().ToArray()));
            Assert.That(latent.NoiseMask!.shape, Is.EqualTo(new long[] { 1, 1, 4, 4 }));
            Assert.That(latent.NoiseMask.sum().item<float>(), Is.EqualTo(4f));
        });
    }

    // A convolution with a square of ones and (side - 1)/2 of padding, rounded up: an even square looks one pixel farther up and to the left, so the mask grows down and to the right.
    [TestCase(1, 4, 4)]
    [TestCase(3, 3, 5)]
    [TestCase(5, 2, 6)]
    [TestCase(2, 4, 5)]
    [TestCase(6, 2, 7)]
    public void VAEEncodeForInpaint_GrowMaskBy_WidensTheNoiseMaskOnly(int grow, int first, int last)
    {
        var latent = Inpaint(ones(1, 10, 10, 3), Square(10, 10, 4, 4, 1), grow);
        var grown = last - first + 1;
        Assert.Multiple(() =>
        {
            Assert.That(latent.NoiseMask!.sum().item<float>(), Is.EqualTo((float)(grown * grown)));
            Assert.That(latent.NoiseMask[0, 0, first, first].item<float>(), Is.EqualTo(1f));
            Assert.That(latent.NoiseMask[0, 0, last, last].item<float>(), Is.EqualTo(1f));
            Assert.That(latent.Samples.eq(0).sum().item<long>(), Is.EqualTo(3), "only the masked pixel is grey");
        });
    }

    [Test]
    public void VAEEncodeForInpaint_GrownBeyondTheEdge_KeepsTheSize()
    {
        var latent = Inpaint(ones(2, 4, 6, 3), Square(4, 6, 0, 0, 1), grow: 64);
        Assert.Multiple(() =>
        {
            Assert.That(latent.Samples.shape, Is.EqualTo(new long[] { 2, 3, 4, 6 }));
            Assert.That(latent.NoiseMask!.shape, Is.EqualTo(new long[] { 1, 1, 4, 6 }));
            Assert.That(latent.NoiseMask.data<float>().ToArray(), Is.All.EqualTo(1f));
        });
    }

    [Test]
    public void VAEEncodeForInpaint_MaskOfOtherSize_IsScaledToTheImage()
    {
        var latent = Inpaint(ones(1, 8, 8, 3), Square(4, 4, 0, 0, 2), grow: 0);
        Assert.That(latent.NoiseMask!.slice(2, 0, 4, 1).slice(3, 0, 4, 1).data<float>().ToArray(), Is.All.EqualTo(1f));
        Assert.That(latent.NoiseMask.sum().item<float>(), Is.EqualTo(16f));
    }

    [Test]
    public void VAEEncodeForInpaint_MasksThatFitNoBatch_SayHowMany() => Assert.That(
        () => Inpaint(ones(3, 4, 4, 3), ones(2, 4, 4), grow: 0), Throws.ArgumentException.With.Message.Contains("2 masks do not fit 3 images"));

    private static Tensor Square(int height, int width, int top, int left, int side)
    {
        var mask = zeros(1, height, width);
        mask.slice(1, top, top + side, 1).slice(2, left, left + side, 1).fill_(1);
        return mask;
    }

    private Latent Inpaint(Tensor pixels, Tensor mask, int grow) =>
        Run(new VAEEncodeForInpaint { Pixels = pixels, Vae = PixelSpaceVae.Instance, Mask = mask, GrowMaskBy = grow });

    // What a node makes is the runtime's to dispose; here the test's scope does it.
    private Latent Run(Graph.Nodes.Node node)
    {
        var latent = (Latent)node.Run(new FakeContext()).Outputs[0]!;
        foreach (var tensor in latent.Resources.OfType<Tensor>())
        {
            tensor.MoveToOtherDisposeScope(_scope);
        }
        return latent;
    }
}
