using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling.Tests.Solvers;

public sealed class CustomSamplersTests : TorchFixture
{
    private static readonly ModelSamplingFlow Sampling = new(4);

    private static FlowSamplingRequest Request(SamplerDefinition sampler, int steps = 8) =>
        FlowSamplingTests.Request(Schedulers.Compute("sgm_uniform", Sampling, steps)) with { Sampler = sampler };

    private static Tensor Run(SamplerDefinition sampler, int steps = 8) => FlowSampling.Run(Request(sampler, steps)).Samples;

    private static Tensor Run(string sampler, int steps = 8) => Run(Samplers.Get(sampler), steps);

    /// <summary>Distance from the ODE's solution, image = s·noise, at cfg 1.</summary>
    private static double OdeError(SamplerDefinition sampler, int steps)
    {
        using var scope = NewDisposeScope();
        var sampling = new ModelSamplingFlow(1);
        var image = FlowSampling.Run(Request(sampler) with
        {
            Model = new AnalyticModel(0.5),
            ModelSampling = sampling,
            Guidance = new BasicGuidance { Positive = [Conditioning(0.0)] },
            Sigmas = Schedulers.Compute("sgm_uniform", sampling, steps),
            Latent = zeros([2, 3, 16, 16]),
        }).Samples;
        return MaxDifference(image, InitialNoise.Draw(image.shape, 7) * 0.5);
    }

    private static IEnumerable<TestCaseData> Defaults()
    {
        static TestCaseData Case(string name, SamplerDefinition sampler) => new TestCaseData(name, sampler).SetArgDisplayNames(name);
        yield return Case("euler_ancestral", CustomSamplers.EulerAncestral());
        yield return Case("euler_ancestral_cfg_pp", CustomSamplers.EulerAncestralCfgPlusPlus());
        yield return Case("lms", CustomSamplers.Lms());
        yield return Case("lcm", CustomSamplers.Lcm());
        yield return Case("dpmpp_2s_ancestral", CustomSamplers.Dpmpp2SAncestral());
        yield return Case("dpmpp_sde", CustomSamplers.DpmppSde());
        yield return Case("dpmpp_sde_gpu", CustomSamplers.DpmppSde(noiseOnDevice: true));
        yield return Case("dpmpp_2m_sde", CustomSamplers.Dpmpp2MSde());
        yield return Case("dpmpp_2m_sde_heun", CustomSamplers.Dpmpp2MSde(SdeSlopeWeight.Heun));
        yield return Case("dpmpp_3m_sde", CustomSamplers.Dpmpp3MSde());
        yield return Case("dpm_adaptive", CustomSamplers.DpmAdaptive(new DpmAdaptiveOptions()));
        yield return Case("er_sde", CustomSamplers.ErSde());
        yield return Case("sa_solver", CustomSamplers.SaSolver(Sampling));
        yield return Case("sa_solver_pece", CustomSamplers.SaSolver(Sampling, evaluatesCorrected: true));
        yield return Case("seeds_2", CustomSamplers.Seeds2());
        yield return Case("exp_heun_2_x0", CustomSamplers.Seeds2(Seeds2Weights.Phi2, eta: 0, r: 1));
        yield return Case("exp_heun_2_x0_sde", CustomSamplers.Seeds2(Seeds2Weights.Phi2, r: 1));
    }

    [TestCaseSource(nameof(Defaults))]
    public void Defaults_AreTheNamedSamplers(string name, SamplerDefinition sampler) =>
        Assert.That(MaxDifference(Run(sampler), Run(name)), Is.Zero);

    [Test]
    public void NoEta_AncestralSamplers_AreTheirOdeSolvers()
    {
        Assert.That(MaxDifference(Run(CustomSamplers.EulerAncestral(eta: 0)), Run("euler")), Is.LessThan(1e-5));
        Assert.That(MaxDifference(Run(CustomSamplers.EulerAncestralCfgPlusPlus(eta: 0)), Run("euler_cfg_pp")), Is.Zero);
        Assert.That(OdeError(CustomSamplers.Dpmpp2SAncestral(eta: 0), 50), Is.LessThan(OdeError(Samplers.Get("euler"), 50) / 2));
    }

    [Test]
    public void EulerCfgPlusPlusAlternative_CfgOne_MovesByTheUnconditional()
    {
        // Perfect predictions: D = 0.25, U = -0.5. One step from σ = 1 to 0 gives x - (x - 2D + U) = 2D - U.
        var request = Request(CustomSamplers.EulerCfgPlusPlusAlternative()) with { Model = new AnalyticModel(), Sigmas = [1.0, 0.0] };
        var image = FlowSampling.Run(request with
        {
            Guidance = new CfgGuidance { Positive = [Conditioning(0.25)], Negative = [Conditioning(-0.5)], Cfg = 1 },
        }).Samples;
        Assert.That(MaxDifference(image, full_like(image, 1.0)), Is.LessThan(1e-5));
    }

    [Test]
    public void Lms_OrderOne_IsEulerUpToTheLastStep()
    {
        // The last step returns the prediction, which is Euler's step to 0 but for rounding.
        Assert.That(MaxDifference(Run(CustomSamplers.Lms(1)), Run("euler")), Is.LessThan(1e-5));
    }

    [Test]
    public void Lms_HigherOrder_IsCloserToTheOde()
    {
        double first = OdeError(CustomSamplers.Lms(1), 100), second = OdeError(CustomSamplers.Lms(2), 100), fifth = OdeError(CustomSamplers.Lms(5), 100);
        Assert.That(second, Is.LessThan(first / 2));
        Assert.That(fifth, Is.LessThan(first / 2));
    }

    [Test]
    public void Lcm_NoNoise_DoesNotDependOnTheSeed()
    {
        var request = Request(CustomSamplers.Lcm(0, 0)) with { Model = new AnalyticModel() };
        var image = FlowSampling.Run(request).Samples;
        Assert.That(MaxDifference(FlowSampling.Run(request with { Noise = new NoiseSource(99) }).Samples, image), Is.LessThan(1e-5));
    }

    [TestCase(1.0, 3.0, 2.0)]
    [TestCase(2.0, 2.0, 2.0)]
    public void Lcm_NoiseScales_ChangeEvenly(double first, double last, double middle)
    {
        // Perfect predictions: the latent is σ·scale·ε + (1-σ)·D, so its deviation tells the scale.
        var deviations = new List<double>();
        FlowSampling.Run(
            Request(CustomSamplers.Lcm(first, last)) with { Model = new AnalyticModel(), Sigmas = [1.0, 0.8, 0.6, 0.0], Latent = zeros([4, 3, 32, 32]) },
            s => deviations.Add(s.Latent.std().item<float>() / s.Sigma));
        Assert.That(deviations[1], Is.EqualTo(first).Within(0.03 * first));
        Assert.That(deviations[2], Is.EqualTo(middle).Within(0.03 * middle));
    }

    [Test]
    public void Lcm_NoiseClip_CutsItsTails()
    {
        var largest = 0.0;
        FlowSampling.Run(
            Request(CustomSamplers.Lcm(noiseClip: 1.0)) with { Model = new AnalyticModel(), Sigmas = [1.0, 0.8, 0.0] },
            s => largest = s.Step == 2 ? (s.Latent - (0.2 * s.Denoised)).abs().max().item<float>() / 0.8 : largest);
        Assert.That(largest, Is.EqualTo(1.0).Within(0.1), "the deviation of 384 draws");
    }

    [Test]
    public void DpmppSde_R_MovesTheSecondEvaluation([Values(0.25, 0.5, 1.0)] double r)
    {
        var levels = new List<double>();
        var request = Request(CustomSamplers.DpmppSde(r: r)) with
        {
            Model = new TimedModel(levels), Sigmas = [0.9, 0.4, 0.0], Guidance = new BasicGuidance { Positive = [Conditioning(0.1)] },
        };
        FlowSampling.Run(request);
        double from = ModelSamplingFlow.HalfLogSnr(0.9), to = ModelSamplingFlow.HalfLogSnr(0.4);
        Assert.That(levels[1], Is.EqualTo(ModelSamplingFlow.SigmaOfHalfLogSnr(from + (r * (to - from)))).Within(1e-6));
    }

    [Test]
    public void DpmAdaptive_Tolerance_DecidesTheNumberOfEvaluations([Values(2, 3)] int order)
    {
        (int Calls, double Error) Try(double tolerance)
        {
            var model = new AnalyticModel(0.5);
            var levels = new[] { 0.95, 0.5, 0.05 };
            var image = FlowSampling.Run(Request(CustomSamplers.DpmAdaptive(
                new DpmAdaptiveOptions { Order = order, RelativeTolerance = tolerance, AbsoluteTolerance = tolerance / 10 })) with
            {
                Model = model, Sigmas = levels, Guidance = new BasicGuidance { Positive = [Conditioning(0.0)] },
            }).Samples;
            static double Variance(double sigma) => ((1 - sigma) * (1 - sigma) * 0.25) + (sigma * sigma);
            var expected = InitialNoise.Draw(image.shape, 7) * (0.95 * Math.Sqrt(Variance(0.05) / Variance(0.95)) / 0.95);
            return (model.Calls, MaxDifference(image, expected));
        }
        var (loose, tight) = (Try(0.05), Try(0.001));
        Assert.That(tight.Calls, Is.GreaterThan(loose.Calls));
        Assert.That(tight.Error, Is.LessThan(loose.Error));
        Assert.That(tight.Error, Is.LessThan(5e-3));
    }

    [Test]
    public void DpmAdaptive_RisingSchedule_GoesThere()
    {
        var sampler = CustomSamplers.DpmAdaptive(new DpmAdaptiveOptions { RelativeTolerance = 0.005, AbsoluteTolerance = 1e-4 });
        var down = Request(sampler) with { Sigmas = [0.9, 0.5, 0.1], Guidance = new BasicGuidance { Positive = [Conditioning(0.0)] } };
        var image = FlowSampling.Run(down).Samples;
        var back = FlowSampling.Run(down with { Sigmas = [0.1, 0.5, 0.9], Latent = image, Noise = NoiseSource.Disabled }).Samples;
        Assert.That(MaxDifference(back * 0.1, InitialNoise.Draw(image.shape, 7) * 0.9), Is.LessThan(0.02));
        Assert.That(
            () => FlowSampling.Run(down with { Sigmas = [0.1, 0.9], Sampler = CustomSamplers.DpmAdaptive(new DpmAdaptiveOptions { Eta = 1 }) }),
            Throws.TypeOf<SamplingSettingException>().With.Message.Contains("eta"));
    }

    [Test]
    public void DpmAdaptive_Eta_AddsNoiseAndKeepsTheDeviation()
    {
        var sampler = CustomSamplers.DpmAdaptive(new DpmAdaptiveOptions { Eta = 0.5, RelativeTolerance = 0.01, AbsoluteTolerance = 0.001 });
        var request = Request(sampler) with { Sigmas = [0.9, 0.5, 0.1] };
        Assert.That(MaxDifference(FlowSampling.Run(request).Samples, FlowSampling.Run(request with { Sampler = Samplers.Get("dpm_adaptive") }).Samples), Is.GreaterThan(0.05));
        Assert.That(FlowSampling.Run(request).Samples.isfinite().all().item<bool>());
    }

    [TestCase(1e-30, 0.81)]
    [TestCase(0.01, 2.5)]
    public void DpmAdaptive_SettingsThatNoStepMeets_GivesUp(double tolerance, double safety) =>
        Assert.That(
            () => Run(CustomSamplers.DpmAdaptive(
                new DpmAdaptiveOptions { RelativeTolerance = 0, AbsoluteTolerance = tolerance, AcceptSafety = safety })),
            Throws.TypeOf<SamplingSettingException>().With.Message.Contains("rtol"));

    [Test]
    public void ErSde_Ode_IsDeterministicAndConverges([Values(2, 3)] int stage)
    {
        var ode = CustomSamplers.ErSde(ErSdeKind.Ode, stage);
        Assert.That(MaxDifference(Run(ode), Run(CustomSamplers.ErSde(ErSdeKind.ReverseTime, stage, eta: 0))), Is.Zero);
        Assert.That(OdeError(ode, 60), Is.LessThan(OdeError(CustomSamplers.ErSde(ErSdeKind.Ode, 1), 60) / 2));
    }

    [TestCase(ErSdeKind.ErSde)]
    [TestCase(ErSdeKind.ReverseTime)]
    public void ErSde_SmallEta_ApproachesTheOde(ErSdeKind kind)
    {
        var ode = Run(CustomSamplers.ErSde(ErSdeKind.Ode));
        double far = MaxDifference(Run(CustomSamplers.ErSde(kind, eta: 0.1)), ode), near = MaxDifference(Run(CustomSamplers.ErSde(kind, eta: 0.001)), ode);
        Assert.That(near, Is.LessThan(far / 3));
    }

    [Test]
    public void SaSolver_NoEta_IsDeterministicAndConverges([Values] bool pece, [Values] bool simple)
    {
        var solver = CustomSamplers.SaSolver(new ModelSamplingFlow(1), eta: 0, predictorOrder: 2, correctorOrder: 2, evaluatesCorrected: pece, simpleOrder2: simple);
        Assert.That(OdeError(solver, 60), Is.LessThan(OdeError(Samplers.Get("euler"), 60) / 2));
    }

    [Test]
    public void SaSolver_AnyOrders_AreFinite([Values(1, 6)] int predictor, [Values(0, 1, 6)] int corrector) =>
        Assert.That(Run(CustomSamplers.SaSolver(Sampling, predictorOrder: predictor, correctorOrder: corrector)).isfinite().all().item<bool>());

    [Test]
    public void SaSolver_Range_LimitsTheNoise()
    {
        var request = Request(CustomSamplers.SaSolver(Sampling, startPercent: 1, endPercent: 1));
        var other = Request(CustomSamplers.SaSolver(Sampling, eta: 0));
        Assert.That(MaxDifference(FlowSampling.Run(request).Samples, FlowSampling.Run(other).Samples), Is.Zero);
    }

    private static IEnumerable<TestCaseData> Impossible()
    {
        static TestCaseData Case(string setting, Func<object> make) => new TestCaseData(setting, make).SetArgDisplayNames(setting);
        yield return Case("eta", () => CustomSamplers.EulerAncestral(-1));
        yield return Case("s_noise", () => CustomSamplers.EulerAncestral(1, double.NaN));
        yield return Case("order", () => CustomSamplers.Lms(0));
        yield return Case("order", () => CustomSamplers.Lms(101));
        yield return Case("noise_clip_std", () => CustomSamplers.Lcm(1, 1, -1));
        yield return Case("r", () => CustomSamplers.DpmppSde(r: 0));
        yield return Case("r", () => CustomSamplers.Seeds2(r: 1.5));
        yield return Case("max_stage", () => CustomSamplers.ErSde(maxStage: 4));
        yield return Case("predictor_order", () => CustomSamplers.SaSolver(Sampling, predictorOrder: 0));
        yield return Case("sde_end_percent", () => CustomSamplers.SaSolver(Sampling, startPercent: 0.8, endPercent: 0.2));
        yield return Case("order", () => CustomSamplers.DpmAdaptive(new DpmAdaptiveOptions { Order = 4 }));
        yield return Case("h_init", () => CustomSamplers.DpmAdaptive(new DpmAdaptiveOptions { FirstStep = 0 }));
        yield return Case("rtol", () => CustomSamplers.DpmAdaptive(new DpmAdaptiveOptions { RelativeTolerance = 0, AbsoluteTolerance = 0 }));
        yield return Case("accept_safety", () => CustomSamplers.DpmAdaptive(new DpmAdaptiveOptions { AcceptSafety = 3 }));
    }

    [TestCaseSource(nameof(Impossible))]
    public void ImpossibleSetting_IsNamed(string setting, Func<object> make) =>
        Assert.That(make, Throws.TypeOf<SamplingSettingException>().With.Property(nameof(SamplingSettingException.Setting)).EqualTo(setting));

    /// <summary>Notes the noise level of each evaluation.</summary>
    private sealed class TimedModel(List<double> levels) : IFlowModel
    {
        private readonly AnalyticModel _inner = new(0.5);

        public Device Device => CPU;

        public Tensor Velocity(Tensor x, Tensor timesteps, Tensor context)
        {
            levels.Add(timesteps[0].item<float>() / 1000);
            return _inner.Velocity(x, timesteps, context);
        }

        public long WorkingBytes(int rows, int height, int width, int tokens) => 0;
    }
}
