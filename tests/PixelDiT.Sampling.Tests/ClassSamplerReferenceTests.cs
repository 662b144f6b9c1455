using System.Globalization;
using PixelDiT.Models;
using PixelDiT.Models.Checkpoints;
using PixelDiT.Models.PixelDiT;
using PixelDiT.Tests;
using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling.Tests;

/// <summary>The samplers of the class-conditional model's authors, 12 steps on the tiny model.</summary>
public sealed class ClassSamplerReferenceTests : TorchFixture
{
    private PixelDiTC2I _network = null!;
    private Dictionary<string, Tensor> _data = null!;

    public static IEnumerable<TestCaseData> Cases()
    {
        using var file = SafetensorsFile.Open(TestData.File("c2i_tiny_cases.safetensors"));
        // sampler.NAME.cfgC.intervalLO-HI.shiftS
        foreach (var name in file.Tensors.Keys.Where(k => k.Contains(".cfg", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            yield return new TestCaseData(name).SetArgDisplayNames(name["sampler.".Length..]);
        }
    }

    [OneTimeSetUp]
    public void Load()
    {
        using var scope = NewDisposeScope();
        _network = PixelDiTC2I.Load(TestData.File("c2i_tiny.safetensors"), ComputePolicy.Create(new ComputeFlags { ForceCpu = true, ForceFp32 = true }));
        using var file = SafetensorsFile.Open(TestData.File("c2i_tiny_cases.safetensors"));
        _data = file.Tensors.Keys.ToDictionary(name => name, name => file.Load(name).DetachFromDisposeScope());
        // The network keeps position tables of a size from its first use on.
        _network.Forward(_data["case0.x"], _data["case0.t"], _data["case0.y"]).Dispose();
    }

    [OneTimeTearDown]
    public void Unload()
    {
        _network.Dispose();
        foreach (var tensor in _data.Values)
        {
            tensor.Dispose();
        }
    }

    [Test]
    public void Cases_AreThreeSamplersInTwoSettings() => Assert.That(Cases().Count(), Is.EqualTo(6));

    [TestCaseSource(nameof(Cases))]
    public void Run_ReferenceCase_GivesTheAuthorsImage(string name)
    {
        var part = name["sampler.".Length..].Replace(".cfg", "|").Replace(".interval", "|").Replace(".shift", "|").Split('|');
        var sampler = part[0] switch { "flow_dpm" => "flow_adams_bashforth", "heun" => "heun_pec", var other => other };
        // Their times run from noise to image.
        double[] ends = [.. part[2].Split('-').Select(Number)];
        var sampling = new ModelSamplingFlow(Number(part[3]), multiplier: 1);
        using var denoiser = new GuidedDenoiser(
            PixelDiTFlowModel.For(_network),
            sampling,
            new CfgGuidance
            {
                Positive = [new ConditioningEntry(_data["sampler.y"].view(-1, 1, 1))],
                Negative = [ConditioningEntry.OfClass(null)],
                Cfg = Number(part[1]),
            },
            new GuidancePatches { Interval = new GuidanceInterval(1 - ends[1], 1 - ends[0]) },
            batchSize: 2);
        var noise = _data["sampler.noise"];
        using var stepNoise = new GeneratorStepNoise(noise.shape, CPU, seed: 0);
        var context = new SamplerContext { SamplerName = sampler, ModelSampling = sampling, Noise = stepNoise };
        var result = Samplers.Get(sampler).Sampler.Sample(denoiser, noise, Schedulers.Compute("uniform_flow", sampling, 12), context);
        var difference = MaxDifference(result, _data[name]);
        TestContext.Out.WriteLine($"{name}: {difference:G3}");
        Assert.That(difference, Is.LessThan(1e-4), "largest absolute difference");

        static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
    }
}
