using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling.Tests.Solvers;

/// <summary>
/// For images from N(0, s²) the flow's ODE has the solution image = s·noise, and a faithful SDE solver gives images of deviation s.
/// </summary>
public sealed class ConvergenceTests : TorchFixture
{
    private const double Deviation = 0.5;

    private static readonly string[] FirstOrder = ["euler", "euler_cfg_pp", "ddim"];

    private static readonly string[] HigherOrder =
    [
        "heun", "exp_heun_2_x0", "dpm_2", "lms", "dpmpp_2m", "ipndm", "ipndm_v", "deis", "res_multistep", "uni_pc", "uni_pc_bh2",
        "flow_dpm_solver", "flow_adams_bashforth", "heun_pec",
    ];

    private static readonly string[] Stochastic =
    [
        "euler_ancestral", "euler_ancestral_cfg_pp", "exp_heun_2_x0_sde", "dpm_2_ancestral", "dpmpp_2s_ancestral", "er_sde", "seeds_2", "seeds_3",
        "sa_solver", "sa_solver_pece", "dpmpp_sde", "dpmpp_2m_sde", "dpmpp_2m_sde_heun", "dpmpp_3m_sde",
    ];

    [Test]
    public void Sample_DeterministicSampler_ConvergesToTheOde([ValueSource(nameof(FirstOrder))] string sampler)
    {
        double coarse = Error(sampler, 50), fine = Error(sampler, 200);
        Assert.That(fine, Is.LessThan(coarse / 2.5), $"{coarse:G3} at 50 steps, {fine:G3} at 200");
        Assert.That(fine, Is.LessThan(0.03));
    }

    [Test]
    public void Sample_HigherOrderSampler_BeatsEuler([ValueSource(nameof(HigherOrder))] string sampler)
    {
        double euler = Error("euler", 50), error = Error(sampler, 50);
        Assert.That(error, Is.LessThan(euler / 2), $"euler {euler:G3}, {sampler} {error:G3}");
    }

    [Test]
    public void Sample_StochasticSampler_KeepsTheImagesDeviation([ValueSource(nameof(Stochastic))] string sampler)
    {
        var images = Run(sampler, 100);
        Assert.That(images.std().item<float>(), Is.EqualTo(Deviation).Within(0.02), "12288 values: standard error 0.003, and discretization");
    }

    private static double Error(string sampler, int steps)
    {
        using var scope = NewDisposeScope();
        var image = Run(sampler, steps);
        var expected = InitialNoise.Draw(image.shape, 11) * Deviation;
        return MaxDifference(image, expected);
    }

    private static Tensor Run(string sampler, int steps) => KSampler.Sample(new KSamplerRequest
    {
        Model = new AnalyticModel(Deviation),
        ModelSampling = new ModelSamplingFlow(1.0),
        Positive = [Conditioning(0.0)],
        Latent = zeros([4, 3, 32, 32], ScalarType.Float32),
        Negative = [Conditioning(0.0)],
        Seed = 11,
        Steps = steps,
        Cfg = 1,
        SamplerName = sampler,
        SchedulerName = "sgm_uniform",
    });
}
