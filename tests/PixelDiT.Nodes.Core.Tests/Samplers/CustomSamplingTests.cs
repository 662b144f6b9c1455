using PixelDiT.Imaging;
using PixelDiT.Nodes.Core.Latents;
using PixelDiT.Nodes.Core.Samplers;
using PixelDiT.Nodes.Core.Samplers.Guiders;
using PixelDiT.Nodes.Core.Samplers.Noise;
using PixelDiT.Nodes.Core.Samplers.Patches;
using PixelDiT.Nodes.Core.Tests.Support;
using PixelDiT.Nodes.Core.Values;
using PixelDiT.Sampling;
using TorchSharp;
using static PixelDiT.Nodes.Core.Tests.Support.ReferenceSampling;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Tests.Samplers;

[ReleasesTensors]
public class CustomSamplingTests
{
    private ReferenceSampling _sampling;
    private SamplerDefinition _euler;

    [SetUp]
    public void SetUp()
    {
        _sampling = new ReferenceSampling();
        _euler = _sampling.Solver("euler");
    }

    [TearDown]
    public void TearDown() => _sampling.Dispose();

    [Test]
    public void SamplerCustomAdvanced_Steps_AreReportedWithPreviews()
    {
        var context = _sampling.Host.Context(previews: true);
        _sampling.Advanced(_sampling.CfgGuider(), _euler, new Sigmas([1, 0.5, 0]), _sampling.Empty, context: context);
        Assert.Multiple(() =>
        {
            Assert.That(context.Reports.Select(r => (r.Value, r.Max)), Is.EqualTo(new[] { (1.0, 2.0), (2.0, 2.0) }));
            Assert.That(context.Reports.Select(r => ImageDecoder.Decode(r.Preview!.Bytes.Span).Width), Is.All.EqualTo(512));
        });
    }

    [Test]
    public void SamplerCustomAdvanced_Interrupted_StopsAtTheStep()
    {
        var context = _sampling.Host.Context(cancelAfterReports: 1);
        Assert.That(
            () => _sampling.Advanced(_sampling.CfgGuider(), _euler, new Sigmas([1, 0.5, 0]), _sampling.Empty, context: context),
            Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void SamplerCustomAdvanced_DenoisedOutput_IsThePictureThatTheLastStepPredicts()
    {
        var sigmas = new Sigmas([1, 0.8, 0.5]);
        var outputs = _sampling.Advanced(_sampling.CfgGuider(), _euler, sigmas, _sampling.Empty);
        // An Euler step to 0 ends at its own prediction.
        var predicted = _sampling.Advanced(_sampling.CfgGuider(), _euler, new Sigmas([1, 0.8, 0]), _sampling.Empty)[0];
        Assert.Multiple(() =>
        {
            Assert.That(Difference(outputs[1], Numbers(predicted)), Is.LessThan(1e-5));
            Assert.That(Difference(outputs[0], Numbers(predicted)), Is.GreaterThan(0.1), "noise is left in the other output");
        });
    }

    [TestCase(new double[0])]
    [TestCase(new[] { 0.0 })]
    [TestCase(new[] { 1.0 })]
    public void SamplerCustom_NoStep_GivesTheLatentTwice(double[] sigmas)
    {
        var outputs = _sampling.Custom(_euler, new Sigmas(sigmas), _sampling.Start(0.5));
        Assert.Multiple(() =>
        {
            Assert.That(Numbers(outputs[0]), Is.EqualTo(Numbers(_sampling.Start(0.5))));
            Assert.That(Numbers(outputs[1]), Is.EqualTo(Numbers(_sampling.Start(0.5))));
            Assert.That(outputs[0].Samples, Is.Not.SameAs(_sampling.Picture));
        });
    }

    [TestCase(new[] { 1.0, 0.5, 0.7, 0 }, "only fall, or only rise")]
    [TestCase(new[] { 14.6, 1, 0 }, "from 0 to 1")]
    [TestCase(new[] { 0.5, 1 }, "a last value below 1")]
    [TestCase(new[] { 1, double.NaN }, "from 0 to 1")]
    public void SamplerCustom_ScheduleThatCannotBeWalked_SaysWhatIsExpected(double[] sigmas, string expected) => Assert.That(
        () => _sampling.Custom(_euler, new Sigmas(sigmas), _sampling.Empty),
        Throws.TypeOf<SamplingSettingException>().With.Message.StartsWith("sigmas is").And.Message.Contains(expected));

    [Test]
    public void SamplerCustom_WithoutNoise_StartsFromTheLatentButKeepsTheSeedOfTheSolver()
    {
        var (start, sigmas) = (_sampling.Start(0.5), new Sigmas([0.6, 0.3, 0]));
        var euler = _sampling.Custom(_euler, sigmas, start, noise: false)[0];
        var disabled = _sampling.Advanced(_sampling.CfgGuider(), _euler, sigmas, start, _sampling.One<NoiseSource>(new DisableNoise()))[0];
        var stochastic = _sampling.Solver("euler_ancestral");
        var ownSeed = _sampling.Custom(stochastic, sigmas, start, noise: false)[0];
        var seedZero = _sampling.Advanced(_sampling.CfgGuider(), stochastic, sigmas, start, NoiseSource.Disabled)[0];
        Assert.Multiple(() =>
        {
            Assert.That(Numbers(disabled), Is.EqualTo(Numbers(euler)));
            Assert.That(Numbers(seedZero), Is.Not.EqualTo(Numbers(ownSeed)), "DisableNoise has seed 0");
        });
    }

    [Test]
    public void SamplerCustom_LatentOfABatch_GetsTheNoiseOfItsPlace()
    {
        var sigmas = _sampling.Schedule("euler", "simple");
        var both = _sampling.Custom(_euler, sigmas, _sampling.Empty with { BatchIndex = [0, 1] })[0];
        var second = _sampling.Custom(_euler, sigmas, new Latent { Samples = zeros(1, 3, 16, 16), BatchIndex = [1] })[0];
        Assert.Multiple(() =>
        {
            Assert.That(Difference(second, Numbers(both)[(3 * 16 * 16)..]), Is.LessThan(1e-5));
            Assert.That(second.BatchIndex, Is.EqualTo(new long[] { 1 }));
        });
    }

    [Test]
    public void SamplerCustom_SizeNotInPatches_SaysTheNearest() => Assert.That(
        () => _sampling.Custom(_euler, new Sigmas([1, 0]), new Latent { Samples = zeros(1, 3, 16, 18) }),
        Throws.TypeOf<UnsupportedImageSizeException>().With.Message.Contains("18x16"));

    [Test]
    public void BasicGuider_Conditioning_IsCfgOne()
    {
        var (sigmas, basic) = (_sampling.Schedule("euler", "simple"), _sampling.One<Guider>(new BasicGuider { Model = _sampling.Model, Conditioning = _sampling.Positive }));
        var result = _sampling.Advanced(basic, _euler, sigmas, _sampling.Empty)[0];
        Assert.Multiple(() =>
        {
            Assert.That(Numbers(result), Is.EqualTo(Numbers(_sampling.Advanced(_sampling.CfgGuider(cfg: 1), _euler, sigmas, _sampling.Empty)[0])));
            Assert.That(basic.Resources, Is.EqualTo(_sampling.Positive.Resources));
        });
    }

    // With conditionings that coincide, dual guidance is plain guidance between the other two.
    [TestCase("regular", true, 4.0, 7.0)]
    [TestCase("regular", false, 0.0, 4.0)]
    [TestCase("nested", true, 4.0, 1.0)]
    [TestCase("nested", false, 0.0, 4.0)]
    public void DualCFGGuider_TwoOfThreeConditionings_AreCfgGuidance(string style, bool secondIsNegative, double cfgConds, double cfgNegative)
    {
        var sigmas = _sampling.Schedule("euler", "simple");
        var dual = _sampling.One<Guider>(new DualCFGGuider
        {
            Model = _sampling.Model,
            Cond1 = secondIsNegative ? _sampling.Positive : _sampling.Negative,
            Cond2 = secondIsNegative ? _sampling.Negative : _sampling.Positive,
            Negative = _sampling.Negative,
            CfgConds = cfgConds,
            CfgCond2Negative = cfgNegative,
            Style = style,
        });
        var expected = _sampling.Advanced(_sampling.CfgGuider(), _euler, sigmas, _sampling.Empty)[0];
        Assert.That(Difference(_sampling.Advanced(dual, _euler, sigmas, _sampling.Empty)[0], Numbers(expected)), Is.LessThan(1e-4));
    }

    [Test]
    public void Guider_EmbeddingsOfAnotherEncoder_AreRefusedByName()
    {
        using var foreign = zeros(1, 20, 32);
        CfgGuidance Guidance(bool positive) => new()
        {
            Positive = positive ? [new ConditioningEntry(foreign)] : _sampling.Positive.Entries,
            Negative = positive ? _sampling.Negative.Entries : [new ConditioningEntry(foreign)],
            Cfg = 4,
        };
        foreach (var positive in new[] { true, false })
        {
            Assert.That(
                () => _sampling.Advanced(new Guider(_sampling.Model, Guidance(positive)), _euler, new Sigmas([1, 0]), _sampling.Empty),
                Throws.TypeOf<SamplingSettingException>().With.Message.StartsWith($"{(positive ? "positive" : "negative")} is an encoded text of width 32; expected width 96"));
        }
    }

    [Test]
    public void NoiseMask_KeptPart_StaysAndTheRestChanges()
    {
        var mask = zeros(1, 4, 4);
        mask.slice(2, 2, 4, 1).fill_(1);
        var start = _sampling.One<Latent>(new SetLatentNoiseMask { Samples = _sampling.Start(0.5), Mask = mask });
        var result = _sampling.KSample("euler", "simple", latent: start);
        var custom = _sampling.Custom(_euler, _sampling.Schedule("euler", "simple"), start)[0];
        mask.Dispose();
        // Scaled from 4x4 to 16x16, the blend between the halves lies in columns 6 to 9.
        Assert.Multiple(() =>
        {
            Assert.That(Columns(result, 0, 6), Is.EqualTo(Columns(start, 0, 6)).Within(1e-5f), "kept");
            Assert.That(Columns(result, 10, 16).Zip(Columns(start, 10, 16), (a, b) => Math.Abs(a - b)).Average(), Is.GreaterThan(0.1), "sampled");
            Assert.That(Numbers(custom), Is.EqualTo(Numbers(result)), "SamplerCustom");
            Assert.That(result.NoiseMask, Is.SameAs(start.NoiseMask), "a second sampler changes the same part");
        });
    }

    [Test]
    public void NoiseMask_White_IsNoMask()
    {
        using var mask = ones(1, 16, 16);
        var start = _sampling.One<Latent>(new SetLatentNoiseMask { Samples = _sampling.Start(0.5), Mask = mask });
        Assert.That(Difference(_sampling.KSample("euler", "simple", 0.6, start), Numbers(_sampling.KSample("euler", "simple", 0.6))), Is.LessThan(1e-6));
    }

    [Test]
    public void AddNoise_Schedule_SaysHowMuch()
    {
        var (latent, noise) = (_sampling.Start(0.5), new NoiseSource(Seed));
        AddNoise Node(params double[] sigmas) => new() { Model = _sampling.Model, Noise = noise, Sigmas = new Sigmas(sigmas), LatentImage = latent };
        var drawn = noise.Draw(latent.Samples.shape).DetachFromDisposeScope();
        var half = drawn.mul(0.5).add(latent.Samples * 0.5).DetachFromDisposeScope();
        Assert.Multiple(() =>
        {
            Assert.That(_sampling.One<Latent>(Node()), Is.SameAs(latent));
            Assert.That(Difference(_sampling.One<Latent>(Node(0.5)), half.data<float>().ToArray()), Is.LessThan(1e-6));
            Assert.That(Difference(_sampling.One<Latent>(Node(0.75, 0.5, 0.25)), half.data<float>().ToArray()), Is.LessThan(1e-6));
            Assert.That(() => _sampling.One<Latent>(Node(14.6, 0)), Throws.TypeOf<SamplingSettingException>().With.Message.Contains("from 0 to 1"));
        });
        half.Dispose();
        drawn.Dispose();
    }

    // What AddNoise mixed in, a sampler without noise of its own takes away: the two ways to begin are one.
    [Test]
    public void AddNoise_ThenSamplingWithoutNoise_IsSamplingWithNoise()
    {
        var sigmas = new Sigmas([0.6, 0.3, 0]);
        var noised = _sampling.One<Latent>(new AddNoise { Model = _sampling.Model, Noise = new NoiseSource(Seed), Sigmas = sigmas, LatentImage = _sampling.Start(0.5) });
        // A sampler mixes (1 - σ) of its latent with no noise; the noised latent stands for all of it.
        var undone = noised with { Samples = (noised.Samples / (1.0 - sigmas[0])).DetachFromDisposeScope() };
        var result = _sampling.Custom(_euler, sigmas, undone, noise: false)[0];
        undone.Samples.Dispose();
        Assert.That(Difference(result, Numbers(_sampling.Custom(_euler, sigmas, _sampling.Start(0.5))[0])), Is.LessThan(1e-5));
    }

    private static float[] Columns(Latent latent, int first, int end)
    {
        using var part = latent.Samples.slice(3, first, end, 1).contiguous();
        return part.data<float>().ToArray();
    }
}
