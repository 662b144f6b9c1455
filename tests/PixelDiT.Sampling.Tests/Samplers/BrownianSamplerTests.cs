using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling.Tests.Solvers;

/// <summary>
/// The solvers that follow a Brownian path have no reference output: they are held to what they converge to. For images from N(0, s²) the
/// flow's ODE takes x(σ) to x·√(v(σ')/v(σ)), v = (1-σ)²s² + σ².
/// </summary>
public sealed class BrownianSamplerTests : TorchFixture
{
    private const double Deviation = 0.5;
    private const double From = 0.95;
    private const double To = 0.05;

    public enum Solver
    {
        Sde,
        Midpoint2M,
        Heun2M,
        Heun3M,
    }

    private static SamplerDefinition Definition(Solver solver, double eta, double noiseScale = 1.0) => new(
        solver.ToString(),
        solver switch
        {
            Solver.Sde => new DpmppSde(eta, noiseScale),
            Solver.Midpoint2M => new DpmppMultistepSde(2, SdeSlopeWeight.Midpoint, eta, noiseScale),
            Solver.Heun2M => new DpmppMultistepSde(2, SdeSlopeWeight.Heun, eta, noiseScale),
            _ => new DpmppMultistepSde(3, SdeSlopeWeight.Heun, eta, noiseScale),
        })
    {
        StepNoise = StepNoiseKind.BrownianOnCpu,
    };

    /// <summary>Levels evenly spaced in λ = ln((1-σ)/σ), the solvers' own time.</summary>
    private static double[] Levels(int steps)
    {
        double a = ModelSamplingFlow.HalfLogSnr(From), b = ModelSamplingFlow.HalfLogSnr(To);
        return [.. Enumerable.Range(0, steps + 1).Select(i => (double)(float)ModelSamplingFlow.SigmaOfHalfLogSnr(a + ((b - a) * i / steps)))];
    }

    private static Tensor Run(SamplerDefinition sampler, int steps) => FlowSampling.Run(new FlowSamplingRequest
    {
        Model = new AnalyticModel(Deviation),
        ModelSampling = new ModelSamplingFlow(1),
        Guidance = new BasicGuidance { Positive = [Conditioning(0.0)] },
        Sampler = sampler,
        Sigmas = Levels(steps),
        Noise = new NoiseSource(11),
        Latent = zeros([2, 3, 32, 32]),
    }).Samples;

    private static double Error(SamplerDefinition sampler, int steps)
    {
        static double Variance(double sigma) => ((1 - sigma) * (1 - sigma) * Deviation * Deviation) + (sigma * sigma);
        using var scope = NewDisposeScope();
        var result = Run(sampler, steps);
        // The result is x(σ')/(1-σ').
        var expected = InitialNoise.Draw(result.shape, 11) * (From * Math.Sqrt(Variance(To) / Variance(From)) / (1 - To));
        return MaxDifference(result, expected);
    }

    private static double Distance(Tensor a, Tensor b) => Math.Sqrt((a - b).pow(2).mean().item<float>());

    [Test]
    public void Sample_NoEta_ConvergesToTheOdeWithSecondOrder([Values] Solver solver)
    {
        double coarse = Error(Definition(solver, 0.0), 20), fine = Error(Definition(solver, 0.0), 40);
        TestContext.Out.WriteLine($"{solver}: {coarse:G3} at 20 steps, {fine:G3} at 40, order {Math.Log2(coarse / fine):F2}");
        Assert.That(fine, Is.LessThan(0.01));
        // 3M too is held back by its first step, which is of first order.
        Assert.That(Math.Log2(coarse / fine), Is.GreaterThan(1.6));
    }

    [Test]
    public void Sample_NoEtaThirdOrder_BeatsTheSecond() =>
        Assert.That(Error(Definition(Solver.Heun3M, 0.0), 40), Is.LessThan(0.7 * Error(Definition(Solver.Heun2M, 0.0), 40)));

    [Test]
    public void Sample_EtaToZero_ConvergesToTheOdeSolver([Values] Solver solver)
    {
        var ode = Run(Definition(solver, 0.0), 20);
        // The noise of a step has deviation √(1 - e^(-2hη)): a quarter of η, half the noise.
        double[] distances = [.. new[] { 0.16, 0.04, 0.01, 0.0025 }.Select(eta => Distance(Run(Definition(solver, eta), 20), ode))];
        TestContext.Out.WriteLine(string.Join(", ", distances.Select(d => d.ToString("G3"))));
        for (var i = 1; i < distances.Length; i++)
        {
            Assert.That(distances[i], Is.LessThan(0.65 * distances[i - 1]));
        }
    }

    [Test]
    public void Sample_NoiseScaleToZero_ConvergesToTheRunWithoutNoise([Values] Solver solver)
    {
        var without = Run(Definition(solver, 1.0, 0.0), 20);
        var whole = Run(Definition(solver, 1.0, 1.0), 20) - without;
        var tenth = Run(Definition(solver, 1.0, 0.1), 20) - without;
        Assert.That(Distance(whole, zeros_like(whole)), Is.GreaterThan(0.1));
        // The model is linear, so all that noise does is proportional to it.
        Assert.That(MaxDifference(tenth * 10, whole), Is.LessThan(1e-4));
    }

    [Test]
    public void Sample_MoreSteps_SettleOnOneImage([Values] Solver solver)
    {
        Tensor a = Run(Definition(solver, 1.0), 50), b = Run(Definition(solver, 1.0), 100), c = Run(Definition(solver, 1.0), 200);
        var independent = Run(Definition(solver, 1.0) with { StepNoise = StepNoiseKind.Independent }, 200);
        double first = Distance(a, b), second = Distance(b, c), apart = Distance(independent, c);
        TestContext.Out.WriteLine($"{first:G3}, {second:G3}; with independent noise {apart:G3}");
        Assert.That(second, Is.LessThan(0.75 * first));
        Assert.That(second, Is.LessThan(0.1 * apart), "independent noise would give another image");
    }

    [TestCase("dpmpp_sde")]
    [TestCase("dpmpp_2m_sde")]
    [TestCase("dpmpp_2m_sde_heun")]
    [TestCase("dpmpp_3m_sde")]
    public void Sample_GpuVariantOnTheCpu_GivesTheSameBits(string name)
    {
        var request = Request(new AnalyticModel(0.7), name);
        Assert.That(MaxDifference(KSampler.Sample(request), KSampler.Sample(request with { SamplerName = $"{name}_gpu" })), Is.Zero);
        Assert.That(MaxDifference(KSampler.Sample(request), KSampler.Sample(request with { Seed = 8 })), Is.GreaterThan(0.05));
    }
}
