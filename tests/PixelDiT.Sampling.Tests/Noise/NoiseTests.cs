using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling.Tests.Noise;

public sealed class NoiseTests : TorchFixture
{
    [Test]
    public void Draw_BatchIndex_GivesTheSingleDrawsOfTheSeed()
    {
        var single = InitialNoise.Draw([4, 3, 8, 8], 3, [0, 1, 2, 3]);
        var picked = InitialNoise.Draw([3, 3, 8, 8], 3, [2, 0, 2]);
        Assert.Multiple(() =>
        {
            Assert.That(MaxDifference(picked[0], single[2]), Is.Zero);
            Assert.That(MaxDifference(picked[1], single[0]), Is.Zero);
            Assert.That(MaxDifference(picked[2], single[2]), Is.Zero);
            Assert.That(MaxDifference(single[0], InitialNoise.Draw([1, 3, 8, 8], 3)[0]), Is.Zero);
        });
    }

    [Test]
    public void Draw_BatchIndexOfAnotherLength_Refused() =>
        Assert.That(() => InitialNoise.Draw([2, 3, 8, 8], 3, [0]), Throws.TypeOf<SamplingSettingException>().With.Message.Contains("batch_index"));

    [Test]
    public void Draw_NegativeBatchIndex_Refused() =>
        Assert.That(() => InitialNoise.Draw([1, 3, 8, 8], 3, [-1]), Throws.TypeOf<SamplingSettingException>());

    [Test]
    public void StepNoise_OnTheCpu_StartsWhereTheNextSeedsInitialNoiseDoes()
    {
        using var noise = new GeneratorStepNoise([2, 3, 8, 8], CPU, 41);
        Assert.That(MaxDifference(noise.Draw(1, 0.5), InitialNoise.Draw([2, 3, 8, 8], 42)), Is.Zero);
    }

    [Test]
    public void StepNoise_Draws_AreStandardNormalAndIndependent()
    {
        using var noise = new GeneratorStepNoise([8, 3, 64, 64], CPU, 1);
        Tensor first = noise.Draw(1, 0.5), second = noise.Draw(0.5, 0.2);
        // 98304 values: standard errors 0.0032 (mean, correlation) and 0.0023 (deviation); five of them.
        Assert.Multiple(() =>
        {
            Assert.That(first.mean().item<float>(), Is.Zero.Within(0.016));
            Assert.That(first.std().item<float>(), Is.EqualTo(1).Within(0.012));
            Assert.That((first * second).mean().item<float>(), Is.Zero.Within(0.016));
        });
    }
}
