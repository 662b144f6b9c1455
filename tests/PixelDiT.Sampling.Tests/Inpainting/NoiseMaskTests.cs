using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling.Tests.Inpainting;

public sealed class NoiseMaskTests : TorchFixture
{
    private static Tensor Latent(long batch = 2, long height = 4, long width = 6) => zeros([batch, 3, height, width]);

    private static Tensor Ramp(params long[] shape) => arange(shape.Aggregate(1L, (a, b) => a * b), ScalarType.Float32).view(shape) / 100;

    [Test]
    public void For_SizeOfTheLatent_IsTheMaskItself()
    {
        var mask = Ramp(1, 4, 6);
        var result = NoiseMask.For(mask, Latent());
        Assert.That(result.shape, Is.EqualTo(new long[] { 2, 1, 4, 6 }));
        Assert.That(MaxDifference(result, mask.view(1, 1, 4, 6).repeat(2, 1, 1, 1)), Is.Zero);
    }

    [Test]
    public void For_AnyRank_MeansTheSame()
    {
        var expected = NoiseMask.For(Ramp(4, 6), Latent());
        Assert.That(MaxDifference(NoiseMask.For(Ramp(1, 4, 6), Latent()), expected), Is.Zero);
        Assert.That(MaxDifference(NoiseMask.For(Ramp(1, 1, 4, 6), Latent()), expected), Is.Zero);
    }

    [Test]
    public void For_AnotherSize_InterpolatesBetweenPixelCentres()
    {
        var mask = tensor(new[] { 0f, 1f }).view(1, 1, 2);
        var result = NoiseMask.For(mask, Latent(1, 1, 4));
        Assert.That(result.data<float>().ToArray(), Is.EqualTo([0f, 0.25f, 0.75f, 1f]).Within(1e-6));
    }

    [Test]
    public void For_SmallerSize_SamplesWithoutAveraging()
    {
        // Output centre 0.5 of 2 pixels lies between input pixels 0 and 1 of 4, and so on: as PyTorch without antialiasing.
        var mask = tensor(new[] { 0f, 0.2f, 0.6f, 1f }).view(1, 1, 4);
        Assert.That(NoiseMask.For(mask, Latent(1, 1, 2)).data<float>().ToArray(), Is.EqualTo([0.1f, 0.8f]).Within(1e-6));
    }

    [TestCase(5)]
    [TestCase(1)]
    public void For_OtherBatch_RepeatsInTurnOrDrops(int batch)
    {
        var result = NoiseMask.For(cat([zeros([1, 4, 6]), ones([1, 4, 6])], 0), Latent(batch));
        Assert.That(result.mean([1, 2, 3]).data<float>().ToArray(), Is.EqualTo(new float[] { 0, 1, 0, 1, 0 }[..batch]));
    }

    [TestCase(new long[] { 6 })]
    [TestCase(new long[] { 1, 3, 4, 6 })]
    [TestCase(new long[] { 1, 0, 6 })]
    public void For_AnotherShape_Refused(long[] shape) =>
        Assert.That(
            () => NoiseMask.For(zeros(shape), Latent()),
            Throws.TypeOf<SamplingSettingException>().With.Message.Contains($"noise_mask is of shape [{string.Join(", ", shape)}]"));

    [TestCase(-0.5, "from -0.5 to -0.5")]
    [TestCase(2.0, "from 2 to 2")]
    [TestCase(double.NaN, "NaN")]
    public void For_ValuesOutOfRange_Refused(double value, string text) =>
        Assert.That(
            () => NoiseMask.For(full([1, 4, 6], value, ScalarType.Float32), Latent()),
            Throws.TypeOf<SamplingSettingException>().With.Message.Contains(text).And.Message.Contains("values from 0 to 1"));
}
