using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling.Tests;

public sealed class KSamplerTests : TorchFixture
{
    private static readonly string[] AllSamplers = [.. Samplers.Names];

    // The two others stop at the noise level before the schedule's zero.
    private static readonly string[] SamplersThatEndOnTheImage = [.. AllSamplers.Except(["dpm_fast", "dpm_adaptive"])];

    [Test]
    public void Sample_AnySampler_ReachesTheImageOfAPerfectModel(
        [ValueSource(nameof(SamplersThatEndOnTheImage))] string sampler, [Values(1, 2, 3, 5, 9)] int steps)
    {
        var request = Request(new AnalyticModel(), sampler, steps: steps) with { Negative = [Conditioning(0.25)] };

        var image = KSampler.Sample(request);

        Assert.That(MaxDifference(image, full_like(image, 0.25)), Is.LessThan(6e-3), "uni_pc ends at sigma 0.001: that much noise is left");
    }

    [Test]
    public void Sample_AnySamplerAnyLengthBatchAndShape_ReachesTheImageOfAPerfectModel(
        [ValueSource(nameof(SamplersThatEndOnTheImage))] string sampler)
    {
        foreach (var (steps, batch, height, width) in new[] { (1, 5, 2, 4), (2, 1, 5, 3), (1000, 2, 1, 3) })
        {
            var request = Request(new AnalyticModel(), sampler, steps: steps) with { Latent = zeros([batch, 3, height, width]), Cfg = 1 };
            var image = KSampler.Sample(request);
            Assert.That(MaxDifference(image, full([batch, 3, height, width], 0.25)), Is.LessThan(6e-3), $"{steps} steps, batch {batch}, {height}x{width}");
        }
    }

    [Test]
    public void Sample_AnySampler_LeavesOnlyItsResult([ValueSource(nameof(AllSamplers))] string sampler)
    {
        var request = Request(new AnalyticModel(0.7), sampler);
        var before = LiveTensors;

        var image = KSampler.Sample(request);

        Assert.Multiple(() =>
        {
            Assert.That(LiveTensors, Is.EqualTo(before + 1));
            Assert.That(image.shape, Is.EqualTo(request.Latent.shape));
            Assert.That(image.dtype, Is.EqualTo(ScalarType.Float32));
        });
    }

    [Test]
    public void Sample_AnySamplerOneStepEitherBatch_IsFinite([ValueSource(nameof(AllSamplers))] string sampler, [Values(1, 3)] int batch)
    {
        var image = KSampler.Sample(Request(new AnalyticModel(0.7), sampler, batch, steps: 1));
        Assert.That(image.isfinite().all().item<bool>());
    }

    [Test]
    public void Sample_CancelledBetweenEvaluations_StopsAndLeavesNothing([ValueSource(nameof(AllSamplers))] string sampler)
    {
        using var source = new CancellationTokenSource();
        var model = new AnalyticModel(0.7) { OnCall = call => { if (call == 3) { source.Cancel(); } } };
        var request = Request(model, sampler) with { Batching = RowBatching.Batched };
        var before = LiveTensors;

        Assert.That(() => KSampler.Sample(request, cancellation: source.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.Multiple(() =>
        {
            Assert.That(model.Calls, Is.EqualTo(3), "no evaluation after the cancellation");
            Assert.That(LiveTensors, Is.EqualTo(before));
        });
    }

    [Test]
    public void Sample_CancelledBetweenSequentialRows_DoesNotRunTheSecond()
    {
        using var source = new CancellationTokenSource();
        var model = new AnalyticModel { OnCall = _ => source.Cancel() };
        Assert.That(
            () => KSampler.Sample(Request(model) with { Batching = RowBatching.Sequential }, cancellation: source.Token),
            Throws.InstanceOf<OperationCanceledException>());
        Assert.That(model.Calls, Is.EqualTo(1));
    }

    [Test]
    public void Sample_ModelGivesNaN_SaysWhereAndLeavesNothing([ValueSource(nameof(AllSamplers))] string sampler)
    {
        var request = Request(new AnalyticModel(0.7) { NanFromCall = 1 }, sampler);
        var before = LiveTensors;
        Assert.That(
            () => KSampler.Sample(request),
            Throws.TypeOf<NonFiniteLatentException>().With.Message.Contains("NaN").And.Property(nameof(NonFiniteLatentException.Sampler)).EqualTo(sampler));
        Assert.That(LiveTensors, Is.EqualTo(before));
    }

    [Test]
    public void Sample_NaNFromTheThirdStep_NamesStepAndSigma()
    {
        var request = Request(new AnalyticModel { NanFromCall = 3 }) with { Batching = RowBatching.Batched };
        var sigmas = Schedulers.Compute("simple", new ModelSamplingFlow(), 6);
        var error = Assert.Throws<NonFiniteLatentException>(() => KSampler.Sample(request));
        Assert.Multiple(() =>
        {
            Assert.That(error.Step, Is.EqualTo(3));
            Assert.That(error.TotalSteps, Is.EqualTo(6));
            Assert.That(error.Sigma, Is.EqualTo(sigmas[2]));
        });
    }

    [Test]
    public void Sample_Progress_CountsEveryStepOnceWithItsPrediction()
    {
        var seen = new List<(int Step, int Total, double Sigma, float Prediction)>();
        var request = Request(new AnalyticModel()) with { Cfg = 1 };

        KSampler.Sample(request, s => seen.Add((s.Step, s.Total, s.Sigma, s.Denoised.mean().item<float>())));

        Assert.Multiple(() =>
        {
            Assert.That(seen.Select(s => s.Step), Is.EqualTo([1, 2, 3, 4, 5, 6]));
            Assert.That(seen.Select(s => s.Total), Is.All.EqualTo(6));
            Assert.That(seen.Select(s => s.Sigma), Is.EqualTo(Schedulers.Compute("simple", new ModelSamplingFlow(), 6)[..^1]));
            Assert.That(seen.Select(s => s.Prediction), Is.All.EqualTo(0.25f).Within(1e-6));
        });
    }

    [Test]
    public void Sample_AnySamplersProgress_NeverExceedsItsTotal([ValueSource(nameof(AllSamplers))] string sampler)
    {
        var steps = new List<int>();
        KSampler.Sample(Request(new AnalyticModel(0.7), sampler), s => steps.Add(s.Step));
        Assert.Multiple(() =>
        {
            Assert.That(steps, Is.Ordered);
            Assert.That(steps, Is.All.InRange(1, 6));
            Assert.That(steps[0], Is.EqualTo(1));
        });
    }

    [Test]
    public void Sample_ProgressThrows_PassesItOnAndLeavesNothing()
    {
        var request = Request(new AnalyticModel());
        var before = LiveTensors;
        Assert.That(() => KSampler.Sample(request, _ => throw new InvalidOperationException("stop")), Throws.InvalidOperationException);
        Assert.That(LiveTensors, Is.EqualTo(before));
    }

    [TestCase(0.0)]
    [TestCase(-0.5)]
    public void Sample_NoDenoise_RefusedBeforeTheModelRuns(double denoise)
    {
        var model = new AnalyticModel();
        Assert.That(
            () => KSampler.Sample(Request(model) with { Denoise = denoise }),
            Throws.TypeOf<SamplingSettingException>().With.Message.Contains("denoise").And.Message.Contains("above 0"));
        Assert.That(model.Calls, Is.Zero);
    }

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(10001)]
    public void Sample_ImpossibleSteps_Refused(int steps) =>
        Assert.That(
            () => KSampler.Sample(Request(new AnalyticModel(), steps: steps)),
            Throws.TypeOf<SamplingSettingException>().With.Message.Contains("steps").And.Message.Contains("from 1 to 10000"));

    [Test]
    public void Sample_StartPastTheEnd_ReturnsTheLatent()
    {
        var model = new AnalyticModel();
        var latent = full([1, 3, 4, 4], 0.3, ScalarType.Float32);
        var result = KSampler.Sample(Request(model) with { Latent = latent, StartStep = 6 });
        Assert.That(MaxDifference(result, latent), Is.Zero);
        Assert.That(model.Calls, Is.Zero);
    }

    [Test]
    public void Sample_TwoHalves_EqualTheWhole()
    {
        var request = Request(new AnalyticModel(0.7)) with { Cfg = 1 };
        var whole = KSampler.Sample(request);
        var half = KSampler.Sample(request with { LastStep = 3 });
        var rest = KSampler.Sample(request with { Latent = half, StartStep = 3, DisableNoise = true });
        Assert.That(MaxDifference(rest, whole), Is.LessThan(1e-5));
    }

    [Test]
    public void Sample_ForceFullDenoise_EndsOnTheImage()
    {
        var image = KSampler.Sample(Request(new AnalyticModel()) with { Cfg = 1, LastStep = 2, ForceFullDenoise = true });
        Assert.That(MaxDifference(image, full_like(image, 0.25)), Is.LessThan(1e-6));
    }

    [Test]
    public void Sample_SameSeed_SameImage([Values("euler", "er_sde", "euler_ancestral")] string sampler)
    {
        var request = Request(new AnalyticModel(0.7), sampler);
        var first = KSampler.Sample(request);
        Assert.Multiple(() =>
        {
            Assert.That(MaxDifference(KSampler.Sample(request), first), Is.Zero);
            Assert.That(MaxDifference(KSampler.Sample(request with { Seed = 8 }), first), Is.GreaterThan(0.1));
        });
    }

    [Test]
    public void Sample_LargestSeed_Runs([Values("euler", "euler_ancestral")] string sampler) =>
        Assert.That(() => KSampler.Sample(Request(new AnalyticModel(), sampler) with { Seed = ulong.MaxValue }), Throws.Nothing);

    [Test]
    public void Sample_UnknownSampler_ListsTheKnown() =>
        Assert.That(
            () => KSampler.Sample(Request(new AnalyticModel(), "eular")),
            Throws.TypeOf<UnknownSamplingNameException>().With.Message.Contains("'eular'").And.Message.Contains("euler, euler_cfg_pp"));

    [Test]
    public void Sample_LatentOfAnotherShape_Refused() =>
        Assert.That(
            () => KSampler.Sample(Request(new AnalyticModel()) with { Latent = zeros([1, 4, 8, 8], ScalarType.Float32) }),
            Throws.TypeOf<SamplingSettingException>().With.Message.Contains("[1, 4, 8, 8]"));

    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    public void Sample_CfgNotFinite_Refused(double cfg) =>
        Assert.That(() => KSampler.Sample(Request(new AnalyticModel()) with { Cfg = cfg }), Throws.TypeOf<SamplingSettingException>());

    [Test]
    public void Sample_NoNegativeWithGuidance_Refused() =>
        Assert.That(
            () => KSampler.Sample(Request(new AnalyticModel()) with { Negative = [] }),
            Throws.TypeOf<SamplingSettingException>().With.Message.Contains("negative"));

    [Test]
    public void Names_AreComfyUIsInItsOrderThenOurs()
    {
        string[] comfy =
        [
            "euler", "euler_cfg_pp", "euler_ancestral", "euler_ancestral_cfg_pp", "heun", "heunpp2", "exp_heun_2_x0", "exp_heun_2_x0_sde",
            "dpm_2", "dpm_2_ancestral", "lms", "dpm_fast", "dpm_adaptive", "dpmpp_2s_ancestral", "dpmpp_2s_ancestral_cfg_pp", "dpmpp_sde",
            "dpmpp_sde_gpu", "dpmpp_2m", "dpmpp_2m_cfg_pp", "dpmpp_2m_sde", "dpmpp_2m_sde_gpu", "dpmpp_2m_sde_heun", "dpmpp_2m_sde_heun_gpu",
            "dpmpp_3m_sde", "dpmpp_3m_sde_gpu", "ddpm", "lcm", "ipndm", "ipndm_v", "deis", "res_multistep", "res_multistep_cfg_pp",
            "res_multistep_ancestral", "res_multistep_ancestral_cfg_pp", "gradient_estimation", "gradient_estimation_cfg_pp", "er_sde",
            "seeds_2", "seeds_3", "sa_solver", "sa_solver_pece", "ddim", "uni_pc", "uni_pc_bh2",
        ];
        Assert.That(comfy, Has.Length.EqualTo(44));
        Assert.That(Samplers.Names, Is.EqualTo(comfy.Concat(["flow_dpm_solver", "flow_adams_bashforth", "heun_pec"])));
    }
}
