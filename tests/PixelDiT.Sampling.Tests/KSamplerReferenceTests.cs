using System.Text.Json;
using PixelDiT.Models;
using PixelDiT.Models.Checkpoints;
using PixelDiT.Models.PixelDiT;
using PixelDiT.Tests;
using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling.Tests;

/// <summary>ComfyUI's KSampler on the tiny model, case by case.</summary>
public sealed class KSamplerReferenceTests : TorchFixture
{
    private PixelDiTT2I _network = null!;
    private Dictionary<string, Tensor> _data = null!;

    public static IEnumerable<TestCaseData> Cases()
    {
        using var json = Settings();
        foreach (var result in json.RootElement.GetProperty("results").EnumerateObject().Where(r => r.Value.ValueKind == JsonValueKind.Object))
        {
            yield return new TestCaseData(result.Name).SetArgDisplayNames(result.Name.Split('|'));
        }
    }

    [OneTimeSetUp]
    public void Load()
    {
        using var scope = NewDisposeScope();
        _network = PixelDiTT2I.Load(TestData.File("t2i_tiny.safetensors"), ComputePolicy.Create(new ComputeFlags { ForceCpu = true, ForceFp32 = true }));
        using var file = SafetensorsFile.Open(TestData.File("ksampler_tiny.safetensors"));
        _data = file.Tensors.Keys.ToDictionary(name => name, name => file.Load(name).DetachFromDisposeScope());
        // The network keeps position tables of a size from its first use on.
        _network.Forward(_data["latent"], ones([2], ScalarType.Float32), _data["positive"].repeat(2, 1, 1)).Dispose();
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

    [TestCaseSource(nameof(Cases))]
    public void Sample_ReferenceCase_GivesComfyUIsLatent(string name)
    {
        using var settings = Settings();
        var root = settings.RootElement;
        var parts = name.Split('|');
        var denoise = parts.Length > 2 ? double.Parse(parts[2]["denoise=".Length..]) : 1.0;

        var result = KSampler.Sample(new KSamplerRequest
        {
            Model = new PixelDiTFlowModel(_network),
            ModelSampling = new ModelSamplingFlow(root.GetProperty("shift").GetDouble()),
            Positive = [new ConditioningEntry(_data["positive"])],
            Negative = [new ConditioningEntry(_data["negative"])],
            Latent = denoise < 1.0 ? _data["latent"] : zeros_like(_data["latent"]),
            Seed = root.GetProperty("seed").GetUInt64(),
            Steps = root.GetProperty("steps").GetInt32(),
            Cfg = root.GetProperty("cfg").GetDouble(),
            SamplerName = parts[0],
            SchedulerName = parts[1],
            Denoise = denoise,
        });

        var difference = MaxDifference(result, _data[name]);
        TestContext.Out.WriteLine($"{name}: {difference:G3}");
        Assert.That(difference, Is.LessThan(Tolerance(parts[0])), "largest absolute difference");
    }

    /// <summary>
    /// 1e-4 absolute. Two samplers stay below it here but magnify rounding: 1e-6 of noise in the network's output, as much as two BLAS builds
    /// differ, moves the first by 1.5e-4 and, through its step sizes, the second by 5e-4.
    /// </summary>
    private static double Tolerance(string sampler) => sampler switch
    {
        "dpmpp_2s_ancestral_cfg_pp" => 3e-4,
        "dpm_adaptive" => 1e-3,
        _ => 1e-4,
    };

    [Test]
    public void Cases_CoverEverySamplerThatHasAReference()
    {
        // Brownian paths are torchsde's in ComfyUI and ours here; the authors' solvers have their own references.
        var others = Samplers.Names.Where(n => n is "flow_dpm_solver" or "flow_adams_bashforth" or "heun_pec" || Samplers.Get(n).StepNoise != StepNoiseKind.Independent).ToArray();
        Assert.That(others, Has.Length.EqualTo(11));
        Assert.That(Cases().Select(c => ((string)c.Arguments[0]!).Split('|')[0]).Distinct(), Is.EquivalentTo(Samplers.Names.Except(others)));
    }

    [Test]
    public void Draw_ReferenceSeed_GivesComfyUIsNoise()
    {
        using var settings = Settings();
        var expected = _data["noise"];
        var noise = InitialNoise.Draw(expected.shape, settings.RootElement.GetProperty("seed").GetUInt64());
        Assert.That(MaxDifference(noise, expected), Is.LessThan(1e-6), "the transform's last bits may differ between builds of libtorch");
    }

    private static JsonDocument Settings() => JsonDocument.Parse(File.ReadAllBytes(TestData.File("ksampler_tiny.json")));
}
