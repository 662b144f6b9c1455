using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling.Tests;

public sealed class FlowSamplingTests : TorchFixture
{
    private static readonly ModelSamplingFlow Sampling = new(4);

    internal static FlowSamplingRequest Request(IReadOnlyList<double> sigmas, string sampler = "euler", IFlowModel? model = null) => new()
    {
        Model = model ?? new AnalyticModel(0.7),
        ModelSampling = Sampling,
        Guidance = new CfgGuidance { Positive = [Conditioning(0.25)], Negative = [Conditioning(-0.5)], Cfg = 4 },
        Sampler = Samplers.Get(sampler),
        Sigmas = sigmas,
        Noise = new NoiseSource(7),
        Latent = zeros([2, 3, 8, 8], ScalarType.Float32),
    };

    [Test]
    public void Run_SameSettingsAsKSampler_GivesTheSameBits([Values("euler", "er_sde")] string sampler)
    {
        var expected = KSampler.Sample(TorchFixture.Request(new AnalyticModel(0.7), sampler));
        var result = FlowSampling.Run(Request(Schedulers.Compute("simple", Sampling, 6), sampler));
        Assert.That(MaxDifference(result.Samples, expected), Is.Zero);
    }

    [Test]
    public void Run_Denoised_IsTheLastStepsPrediction()
    {
        float[] last = [];
        var result = FlowSampling.Run(Request([1.0, 0.8, 0.5]), step => last = step.Denoised.data<float>().ToArray());
        Assert.That(result.Denoised.data<float>().ToArray(), Is.EqualTo(last));
        Assert.That(MaxDifference(result.Denoised, result.Samples), Is.GreaterThan(0.01), "the samples are still noisy");
    }

    [Test]
    public void Run_AnySampler_LeavesItsTwoResults([Values("euler", "sa_solver", "er_sde")] string sampler)
    {
        var request = Request(Schedulers.Compute("simple", Sampling, 4), sampler);
        var before = LiveTensors;
        FlowSampling.Run(request);
        Assert.That(LiveTensors, Is.EqualTo(before + 2));
    }

    [TestCase(new double[] { })]
    [TestCase(new[] { 0.7 })]
    public void Run_NoStep_ReturnsTheLatentTwice(double[] sigmas)
    {
        var model = new AnalyticModel();
        var latent = full([1, 3, 4, 4], 0.3, ScalarType.Float32);
        var result = FlowSampling.Run(Request(sigmas, model: model) with { Latent = latent });
        Assert.That(MaxDifference(result.Samples, latent), Is.Zero);
        Assert.That(MaxDifference(result.Denoised, latent), Is.Zero);
        Assert.That(model.Calls, Is.Zero);
    }

    [Test]
    public void Run_DisabledNoise_StartsFromTheLatentAlone()
    {
        float[] first = [];
        var latent = full([2, 3, 8, 8], 0.4, ScalarType.Float32);
        FlowSampling.Run(Request([0.6, 0.0]) with { Latent = latent, Noise = NoiseSource.Disabled }, step => first = step.Latent.data<float>().ToArray());
        Assert.That(first, Is.All.EqualTo(0.4f * 0.4f).Within(1e-6));
    }

    [Test]
    public void Run_DisabledNoise_StepNoiseStillHasItsSeed()
    {
        var request = Request([0.6, 0.3, 0.0], "euler_ancestral") with { Noise = new NoiseSource(7) { IsDisabled = true } };
        var other = request with { Noise = new NoiseSource(8) { IsDisabled = true } };
        Assert.That(MaxDifference(FlowSampling.Run(request).Samples, FlowSampling.Run(other).Samples), Is.GreaterThan(0.01));
    }

    [Test]
    public void Run_RisingSigmas_GoBackToTheNoise()
    {
        var down = Schedulers.Compute("sgm_uniform", new ModelSamplingFlow(1), 200)[..^1];
        var request = Request(down, "heun") with { Guidance = new BasicGuidance { Positive = [Conditioning(0.25)] } };
        var noisy = request with { Sigmas = down[50..] };
        var image = FlowSampling.Run(noisy).Samples;
        var back = FlowSampling.Run(noisy with { Sigmas = [.. noisy.Sigmas.Reverse()], Latent = image, Noise = NoiseSource.Disabled }).Samples;
        // Undone mixing of both ends: x(σ₀)/(1-σ₀) is what the first run started from.
        var start = InitialNoise.Draw(image.shape, 7) * (noisy.Sigmas[0] / (1 - noisy.Sigmas[0]));
        Assert.That(MaxDifference(back, start), Is.LessThan(0.05));
    }

    private static readonly string[] AllSamplers = [.. Samplers.Names];

    [Test]
    public void Run_RepeatedSigmas_CountOnce([ValueSource(nameof(AllSamplers))] string sampler)
    {
        var repeated = FlowSampling.Run(Request([1.0, 1.0, 0.8, 0.8, 0.8, 0.5, 0.2, 0.2, 0.0], sampler)).Samples;
        Assert.That(MaxDifference(repeated, FlowSampling.Run(Request([1.0, 0.8, 0.5, 0.2, 0.0], sampler)).Samples), Is.Zero);
    }

    [TestCase(new[] { 1.0, 0.5, 0.7, 0.0 }, "0.7 at position 2 after 0.5", "only fall, or only rise")]
    [TestCase(new[] { 14.6, 3.0, 0.0 }, "14.6 at position 0", "from 0 to 1")]
    [TestCase(new[] { 0.5, -0.1 }, "-0.1 at position 1", "from 0 to 1")]
    [TestCase(new[] { 1.0, double.NaN }, "NaN at position 1", "from 0 to 1")]
    [TestCase(new[] { 0.5, 0.0, 0.0 }, "0 at position 1", "0 only at the end")]
    [TestCase(new[] { 0.5, 0.8, 1.0 }, "1 at position 2", "a last value below 1")]
    public void Run_ImpossibleSigmas_SaysWhichAndWhatWouldBeRight(double[] sigmas, string which, string expected)
    {
        var model = new AnalyticModel();
        Assert.That(
            () => FlowSampling.Run(Request(sigmas, model: model)),
            Throws.TypeOf<SamplingSettingException>().With.Message.Contains($"sigmas is {which}").And.Message.Contains(expected));
        Assert.That(model.Calls, Is.Zero);
    }

    [Test]
    public void Run_RisingSigmasWithASamplerThatAddsNoise_Refused([Values("euler_ancestral", "lcm", "ddpm")] string sampler) =>
        Assert.That(
            () => FlowSampling.Run(Request([0.2, 0.5, 0.8], sampler)),
            Throws.TypeOf<SamplingSettingException>().With.Message.Contains(sampler).And.Message.Contains("0.2 to 0.8"));
}
