using System.Globalization;
using PixelDiT.Models;
using PixelDiT.Models.Checkpoints;
using PixelDiT.Models.PixelDiT;
using PixelDiT.Tests;
using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling.Tests;

/// <summary>The authors' text-to-image solver on the tiny model.</summary>
public sealed class FlowDpmSolverReferenceTests : TorchFixture
{
    private static readonly string[] NumberBorders = ["steps", ".shift", ".cfg", ".interval", "-"];

    public static IEnumerable<TestCaseData> Cases()
    {
        using var file = SafetensorsFile.Open(TestData.File("flow_dpm_solver.safetensors"));
        return [.. file.Tensors.Keys.Where(k => k.StartsWith("steps", StringComparison.Ordinal)).Select(k => new TestCaseData(k).SetArgDisplayNames(k))];
    }

    [Test]
    public void Cases_AreThree() => Assert.That(Cases().Count(), Is.EqualTo(3));

    [TestCaseSource(nameof(Cases))]
    public void Sample_ReferenceCase_GivesTheAuthorsImage(string name)
    {
        double[] numbers = [.. name.Split(NumberBorders, StringSplitOptions.RemoveEmptyEntries).Select(n => double.Parse(n, CultureInfo.InvariantCulture))];
        var (steps, shift, cfg, low, high) = ((int)numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]);
        using var file = SafetensorsFile.Open(TestData.File("flow_dpm_solver.safetensors"));
        using var network = PixelDiTT2I.Load(
            TestData.File("t2i_tiny.safetensors"), ComputePolicy.Create(new ComputeFlags { ForceCpu = true, ForceFp32 = true }));
        var sampling = new ModelSamplingFlow(shift);
        var guidance = new CfgGuidance
        {
            Positive = [new ConditioningEntry(file.Load("positive"))],
            Negative = [new ConditioningEntry(file.Load("negative"))],
            Cfg = cfg,
        };
        var patches = new GuidancePatches { Interval = new GuidanceInterval(low, high) };
        var noise = file.Load("noise");
        using var denoiser = new GuidedDenoiser(new PixelDiTFlowModel(network), sampling, guidance, patches, (int)noise.shape[0]);
        var context = new SamplerContext { SamplerName = "flow_dpm_solver", ModelSampling = sampling, Noise = new NoNoise() };

        // The reference starts from the noise itself; KSampler would start from 0.9997 of it, the first σ.
        var image = Samplers.Get("flow_dpm_solver").Sampler.Sample(denoiser, noise, Schedulers.Compute("time_uniform_flow", sampling, steps), context);

        var difference = MaxDifference(image, file.Load(name));
        TestContext.Out.WriteLine($"{name}: {difference:G3}");
        Assert.That(difference, Is.LessThan(1e-4));
    }

    private sealed class NoNoise : IStepNoise
    {
        public Tensor Draw(double sigma, double sigmaNext) => throw new InvalidOperationException("The solver is deterministic.");
    }
}
