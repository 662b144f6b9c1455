using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Samplers.Solvers;
using PixelDiT.Nodes.Core.Tests.Support;
using PixelDiT.Nodes.Core.Values;
using PixelDiT.Sampling;
using static PixelDiT.Nodes.Core.Tests.Support.ReferenceSampling;

namespace PixelDiT.Nodes.Core.Tests.Samplers;

/// <summary>The solvers are the library's; here it is each node's way to its solver, and each input's way to its parameter.</summary>
[ReleasesTensors]
public class SolverNodeTests
{
    private static readonly Model AnyModel = new() { Network = null!, Sampling = new ModelSamplingFlow(4) };

    private ReferenceSampling _sampling;

    [SetUp]
    public void SetUp() => _sampling = new ReferenceSampling();

    [TearDown]
    public void TearDown() => _sampling.Dispose();

    private static IEnumerable<TestCaseData> Defaults()
    {
        yield return Case(new SamplerEulerAncestral(), "euler_ancestral");
        yield return Case(new SamplerEulerAncestralCFGPP(), "euler_ancestral_cfg_pp");
        yield return Case(new SamplerEulerCFGpp { Version = "regular" }, "euler_cfg_pp");
        yield return Case(new SamplerLMS(), "lms");
        yield return Case(new SamplerLCM(), "lcm");
        yield return Case(new SamplerDPMPP_2S_Ancestral(), "dpmpp_2s_ancestral");
        yield return Case(new SamplerDPMPP_SDE { NoiseDevice = "cpu" }, "dpmpp_sde");
        yield return Case(new SamplerDPMPP_2M_SDE { SolverType = "midpoint", NoiseDevice = "cpu" }, "dpmpp_2m_sde");
        yield return Case(new SamplerDPMPP_2M_SDE { SolverType = "heun", NoiseDevice = "cpu" }, "dpmpp_2m_sde_heun");
        yield return Case(new SamplerDPMPP_3M_SDE { NoiseDevice = "cpu" }, "dpmpp_3m_sde");
        yield return Case(new SamplerDPMAdaptative(), "dpm_adaptive");
        yield return Case(new SamplerER_SDE { SolverType = "ER-SDE" }, "er_sde");
        yield return Case(new SamplerSASolver { Model = AnyModel }, "sa_solver");
        yield return Case(new SamplerSASolver { Model = AnyModel, UsePece = true }, "sa_solver_pece");
        yield return Case(new SamplerSEEDS2 { SolverType = "phi_1" }, "seeds_2");
        yield return Case(new SamplerSEEDS2 { SolverType = "phi_2", R = 1, Eta = 0 }, "exp_heun_2_x0");
        yield return Case(new SamplerSEEDS2 { SolverType = "phi_2", R = 1 }, "exp_heun_2_x0_sde");

        static TestCaseData Case(Node node, string sampler) => new TestCaseData(node, sampler).SetArgDisplayNames(node.GetType().Name, sampler);
    }

    [TestCaseSource(nameof(Defaults))]
    public void Run_UsualSettings_AreTheNamedSolver(Node node, string sampler) =>
        Assert.That(Numbers(Sample(node)), Is.EqualTo(Numbers(Sample(new KSamplerSelect { SamplerName = sampler }))));

    private static IEnumerable<TestCaseData> Changes()
    {
        yield return Case("SamplerEulerAncestral.eta", new SamplerEulerAncestral { Eta = 0.5 });
        yield return Case("SamplerEulerAncestral.s_noise", new SamplerEulerAncestral { NoiseScale = 0.5 });
        yield return Case("SamplerEulerAncestralCFGPP.eta", new SamplerEulerAncestralCFGPP { Eta = 0.5 });
        yield return Case("SamplerEulerAncestralCFGPP.s_noise", new SamplerEulerAncestralCFGPP { NoiseScale = 0.5 });
        yield return Case("SamplerEulerCFGpp.version", new SamplerEulerCFGpp { Version = "alternative" });
        yield return Case("SamplerLMS.order", new SamplerLMS { Order = 2 });
        yield return Case("SamplerLCM.s_noise", new SamplerLCM { NoiseScale = 0.5 });
        yield return Case("SamplerLCM.s_noise_end", new SamplerLCM { LastNoiseScale = 0.5 });
        yield return Case("SamplerLCM.noise_clip_std", new SamplerLCM { NoiseClip = 0.5 });
        yield return Case("SamplerDPMPP_2S_Ancestral.eta", new SamplerDPMPP_2S_Ancestral { Eta = 0.5 });
        yield return Case("SamplerDPMPP_2S_Ancestral.s_noise", new SamplerDPMPP_2S_Ancestral { NoiseScale = 0.5 });
        yield return Case("SamplerDPMPP_SDE.eta", new SamplerDPMPP_SDE { NoiseDevice = "cpu", Eta = 0.5 });
        yield return Case("SamplerDPMPP_SDE.s_noise", new SamplerDPMPP_SDE { NoiseDevice = "cpu", NoiseScale = 0.5 });
        yield return Case("SamplerDPMPP_SDE.r", new SamplerDPMPP_SDE { NoiseDevice = "cpu", R = 0.75 });
        yield return Case("SamplerDPMPP_2M_SDE.eta", new SamplerDPMPP_2M_SDE { SolverType = "midpoint", NoiseDevice = "cpu", Eta = 0.5 });
        yield return Case("SamplerDPMPP_2M_SDE.s_noise", new SamplerDPMPP_2M_SDE { SolverType = "midpoint", NoiseDevice = "cpu", NoiseScale = 0.5 });
        yield return Case("SamplerDPMPP_3M_SDE.eta", new SamplerDPMPP_3M_SDE { NoiseDevice = "cpu", Eta = 0.5 });
        yield return Case("SamplerDPMPP_3M_SDE.s_noise", new SamplerDPMPP_3M_SDE { NoiseDevice = "cpu", NoiseScale = 0.5 });
        yield return Case("SamplerDPMAdaptative.order", new SamplerDPMAdaptative { Order = 2 });
        yield return Case("SamplerDPMAdaptative.rtol", new SamplerDPMAdaptative { RelativeTolerance = 0.02 });
        yield return Case("SamplerDPMAdaptative.atol", new SamplerDPMAdaptative { AbsoluteTolerance = 1 });
        yield return Case("SamplerDPMAdaptative.h_init", new SamplerDPMAdaptative { FirstStep = 0.1 });
        yield return Case("SamplerDPMAdaptative.pcoeff", new SamplerDPMAdaptative { Proportional = 0.5 });
        yield return Case("SamplerDPMAdaptative.icoeff", new SamplerDPMAdaptative { Integral = 0.5 });
        yield return Case("SamplerDPMAdaptative.dcoeff", new SamplerDPMAdaptative { Derivative = 0.5 });
        yield return Case("SamplerDPMAdaptative.eta", new SamplerDPMAdaptative { Eta = 0.5 });
        yield return Case("SamplerER_SDE.solver_type", new SamplerER_SDE { SolverType = "Reverse-time SDE" });
        yield return Case("SamplerER_SDE.max_stage", new SamplerER_SDE { SolverType = "ER-SDE", MaxStage = 1 });
        yield return Case("SamplerER_SDE.eta", new SamplerER_SDE { SolverType = "ER-SDE", Eta = 0.5 });
        yield return Case("SamplerER_SDE.s_noise", new SamplerER_SDE { SolverType = "ER-SDE", NoiseScale = 0.5 });
        yield return Case("SamplerSASolver.eta", new SamplerSASolver { Model = AnyModel, Eta = 0.5 });
        yield return Case("SamplerSASolver.sde_start_percent", new SamplerSASolver { Model = AnyModel, SdeStartPercent = 0.5 });
        yield return Case("SamplerSASolver.sde_end_percent", new SamplerSASolver { Model = AnyModel, SdeEndPercent = 0.3 });
        yield return Case("SamplerSASolver.s_noise", new SamplerSASolver { Model = AnyModel, NoiseScale = 0.5 });
        yield return Case("SamplerSASolver.predictor_order", new SamplerSASolver { Model = AnyModel, PredictorOrder = 1 });
        yield return Case("SamplerSASolver.corrector_order", new SamplerSASolver { Model = AnyModel, CorrectorOrder = 0 });
        yield return Case(
            "SamplerSASolver.simple_order_2",
            new SamplerSASolver { Model = AnyModel, PredictorOrder = 2, CorrectorOrder = 2, SimpleOrder2 = true },
            new SamplerSASolver { Model = AnyModel, PredictorOrder = 2, CorrectorOrder = 2 });
        yield return Case("SamplerSEEDS2.solver_type", new SamplerSEEDS2 { SolverType = "phi_2" });
        yield return Case("SamplerSEEDS2.eta", new SamplerSEEDS2 { SolverType = "phi_1", Eta = 0.5 });
        yield return Case("SamplerSEEDS2.s_noise", new SamplerSEEDS2 { SolverType = "phi_1", NoiseScale = 0.5 });
        yield return Case("SamplerSEEDS2.r", new SamplerSEEDS2 { SolverType = "phi_1", R = 0.75 });

        static TestCaseData Case(string input, Node node, Node? usual = null) =>
            new TestCaseData(node, usual ?? Defaults().Select(c => (Node)c.Arguments[0]!).First(n => n.GetType() == node.GetType())).SetArgDisplayNames(input);
    }

    [TestCaseSource(nameof(Changes))]
    public void Run_OtherSetting_ChangesThePicture(Node node, Node usual) =>
        Assert.That(Difference(Sample(node), Numbers(Sample(usual))), Is.GreaterThan(1e-6));

    [TestCase("gpu", StepNoiseKind.BrownianOnDevice)]
    [TestCase("cpu", StepNoiseKind.BrownianOnCpu)]
    public void Run_NoiseDevice_SaysWhereTheNoiseIsDrawn(string device, StepNoiseKind kind) => Assert.Multiple(() =>
    {
        Assert.That(_sampling.One<SamplerDefinition>(new SamplerDPMPP_SDE { NoiseDevice = device }).StepNoise, Is.EqualTo(kind));
        Assert.That(_sampling.One<SamplerDefinition>(new SamplerDPMPP_2M_SDE { SolverType = "heun", NoiseDevice = device }).StepNoise, Is.EqualTo(kind));
        Assert.That(_sampling.One<SamplerDefinition>(new SamplerDPMPP_3M_SDE { NoiseDevice = device }).StepNoise, Is.EqualTo(kind));
    });

    [Test]
    public void SamplerER_SDE_WithoutNoise_IsDeterministicWhateverTheType() => Assert.Multiple(() =>
    {
        var ode = Numbers(Sample(new SamplerER_SDE { SolverType = "ODE" }));
        Assert.That(Numbers(Sample(new SamplerER_SDE { SolverType = "ER-SDE", Eta = 0 })), Is.EqualTo(ode));
        Assert.That(Numbers(Sample(new SamplerER_SDE { SolverType = "Reverse-time SDE", Eta = 0 })), Is.EqualTo(ode));
    });

    private static IEnumerable<TestCaseData> Impossible()
    {
        yield return Case(new SamplerDPMPP_SDE { NoiseDevice = "cpu", R = 0 }, "r");
        yield return Case(new SamplerDPMAdaptative { FirstStep = 0 }, "h_init");
        yield return Case(new SamplerDPMAdaptative { RelativeTolerance = 0, AbsoluteTolerance = 0 }, "rtol");
        yield return Case(new SamplerDPMAdaptative { AcceptSafety = 50 }, "accept_safety");
        yield return Case(new SamplerSASolver { Model = AnyModel, SdeStartPercent = 0.9 }, "sde_end_percent");

        static TestCaseData Case(Node node, string input) => new TestCaseData(node, input).SetArgDisplayNames(node.GetType().Name, input);
    }

    [TestCaseSource(nameof(Impossible))]
    public void Run_ImpossibleSettings_NameTheInput(Node node, string input) =>
        Assert.That(() => _sampling.One<SamplerDefinition>(node), Throws.TypeOf<SamplingSettingException>().With.Message.StartsWith($"{input} is"));

    [Test]
    public void SamplerSASolver_Reversed_IsRefusedBeforeItRuns() => Assert.That(
        new SamplerSASolver { Model = AnyModel, SdeStartPercent = 0.9 }.ValidateInputs(null!),
        Does.Contain("sde_start_percent (0.9) is behind sde_end_percent (0.8)"));

    // One picture and few steps: what counts is that a setting arrives.
    private Latent Sample(Node node) => _sampling.Custom(_sampling.One<SamplerDefinition>(node), _sampling.Schedule("euler", "simple"), _sampling.Empty)[0];
}
