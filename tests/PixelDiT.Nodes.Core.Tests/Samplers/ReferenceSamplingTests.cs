using PixelDiT.Nodes.Core.Latents;
using PixelDiT.Nodes.Core.Samplers.Schedules;
using PixelDiT.Nodes.Core.Tests.Support;
using PixelDiT.Nodes.Core.Values;
using TorchSharp;
using static PixelDiT.Nodes.Core.Tests.Support.ReferenceSampling;

namespace PixelDiT.Nodes.Core.Tests.Samplers;

/// <summary>ComfyUI's KSampler results through every sampler node.</summary>
[ReleasesTensors]
public class ReferenceSamplingTests
{
    private ReferenceSampling _sampling;

    [SetUp]
    public void SetUp() => _sampling = new ReferenceSampling();

    [TearDown]
    public void TearDown() => _sampling.Dispose();

    [TestCaseSource(typeof(ReferenceSampling), nameof(Cases))]
    public void Run_SameNumbersThroughEveryNode_GiveTheReferenceAndTheSameBits(string name)
    {
        var (sampler, scheduler, denoise) = Parse(name);
        var start = _sampling.Start(denoise);
        var expected = _sampling.KSample(sampler, scheduler, denoise);
        var sigmas = _sampling.Schedule(sampler, scheduler, denoise);
        var solver = _sampling.Solver(sampler);
        Assert.Multiple(() =>
        {
            Assert.That(Difference(expected, Expected(name)), Is.LessThan(Tolerance(sampler)), "KSampler");
            Assert.That(Numbers(_sampling.Custom(solver, sigmas, start)[0]), Is.EqualTo(Numbers(expected)), "SamplerCustom");
            Assert.That(Numbers(_sampling.Advanced(_sampling.CfgGuider(), solver, sigmas, start)[0]), Is.EqualTo(Numbers(expected)), "SamplerCustomAdvanced");
            if (denoise == 1)
            {
                Assert.That(Numbers(_sampling.KSampleSome(sampler, scheduler, start)), Is.EqualTo(Numbers(expected)), "KSamplerAdvanced");
            }
        });
    }

    [TestCase("euler", "simple")]
    [TestCase("er_sde", "normal")]
    public void Run_EncodedPicture_IsImageToImage(string sampler, string scheduler)
    {
        using var image = _sampling.Picture.add(1).div(2).permute(0, 2, 3, 1).contiguous();
        var encoded = _sampling.One<Latent>(new VAEEncode { Pixels = image, Vae = PixelSpaceVae.Instance });
        var result = _sampling.KSample(sampler, scheduler, 0.6, encoded);
        Assert.That(Difference(result, Expected($"{sampler}|{scheduler}|denoise=0.6")), Is.LessThan(1e-4));
    }

    // One-step solvers forget nothing at the border; only the mixing that is undone and done again rounds.
    [Test]
    public void KSamplerAdvanced_TwoStages_AreOne([Values("euler", "heun", "dpm_2", "exp_heun_2_x0", "ddim")] string sampler, [Values(1, 3, 5)] int border)
    {
        var whole = _sampling.KSample(sampler, "simple");
        var first = _sampling.KSampleSome(sampler, "simple", _sampling.Empty, end: border, leftover: true);
        var second = _sampling.KSampleSome(sampler, "simple", first, start: border, noise: false);
        Assert.That(Difference(second, Numbers(whole)), Is.LessThan(2e-5));
    }

    [Test]
    public void SplitSigmas_TwoStages_AreOne([Values("euler", "heun", "exp_heun_2_x0")] string sampler, [Values(1, 3)] int border)
    {
        var sigmas = _sampling.Schedule(sampler, "simple");
        var parts = _sampling.Run<Sigmas>(new SplitSigmas { Sigmas = sigmas, Step = border });
        var (solver, guider) = (_sampling.Solver(sampler), _sampling.CfgGuider());
        var whole = _sampling.Advanced(guider, solver, sigmas, _sampling.Empty)[0];
        var first = _sampling.Advanced(guider, solver, parts[0], _sampling.Empty)[0];
        var second = _sampling.Advanced(guider, solver, parts[1], first, Sampling.NoiseSource.Disabled)[0];
        Assert.That(Difference(second, Numbers(whole)), Is.LessThan(2e-5));
    }

    [Test]
    public void KSamplerAdvanced_StoppedWithoutLeftoverNoise_GoesToThePicture()
    {
        var sigmas = _sampling.Schedule("euler", "simple");
        var stopped = _sampling.KSampleSome("euler", "simple", _sampling.Empty, end: 3);
        var expected = _sampling.Custom(_sampling.Solver("euler"), new Sigmas([.. sigmas[..3], 0]), _sampling.Empty)[0];
        Assert.That(Numbers(stopped), Is.EqualTo(Numbers(expected)));
    }

    [TestCase(6, 10000)]
    [TestCase(10000, 10000)]
    [TestCase(4, 2)]
    [TestCase(0, 0)]
    public void KSamplerAdvanced_NoStepLeft_GivesTheLatent(int start, int end)
    {
        var result = _sampling.KSampleSome("euler", "simple", _sampling.Start(0.5), start, end);
        Assert.That(Numbers(result), Is.EqualTo(Numbers(_sampling.Start(0.5))));
    }

    // As in the tests of the library: two samplers magnify the rounding of the last bit.
    private static double Tolerance(string sampler) => sampler switch
    {
        "dpmpp_2s_ancestral_cfg_pp" => 3e-4,
        "dpm_adaptive" => 1e-3,
        _ => 1e-4,
    };
}
