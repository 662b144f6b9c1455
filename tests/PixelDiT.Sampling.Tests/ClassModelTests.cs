using PixelDiT.Models;
using PixelDiT.Models.Checkpoints;
using PixelDiT.Models.PixelDiT;
using PixelDiT.Tests;
using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling.Tests;

/// <summary>The class-conditional model on the samplers' time axis.</summary>
public sealed class ClassModelTests : TorchFixture
{
    private PixelDiTC2I _network = null!;
    private Dictionary<string, Tensor> _data = null!;

    [OneTimeSetUp]
    public void Load()
    {
        using var scope = NewDisposeScope();
        _network = PixelDiTC2I.Load(TestData.File("c2i_tiny.safetensors"), ComputePolicy.Create(new ComputeFlags { ForceCpu = true, ForceFp32 = true }));
        using var file = SafetensorsFile.Open(TestData.File("c2i_tiny_cases.safetensors"));
        _data = file.Tensors.Keys.ToDictionary(name => name, name => file.Load(name).DetachFromDisposeScope());
        // The network keeps position tables of a size from its first use on.
        _network.Forward(_data["case0.x"], _data["case0.t"], _data["case0.y"]).Dispose();
        _network.Forward(_data["case1.x"], _data["case1.t"], _data["case1.y"]).Dispose();
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
    public void Velocity_AtNoiseLevel_IsTheNetworksTurnedAround()
    {
        var velocity = PixelDiTFlowModel.For(_network).Velocity(_data["case0.x"], 1f - _data["case0.t"], _data["case0.y"].view(-1, 1, 1));
        Assert.That(MaxDifference(velocity, -_data["case0.velocity"]), Is.LessThan(1e-4));
    }

    [Test]
    public void DefaultSampling_OfEitherKind_IsItsOwn()
    {
        var classes = PixelDiTFlowModel.DefaultSampling(_network.Config);
        var text = PixelDiTFlowModel.DefaultSampling(PixelDiTT2IConfig.Released1300M);
        Assert.That((classes.Shift, classes.Timestep(0.25), text.Shift, text.Timestep(0.25)), Is.EqualTo((1.0, 0.25, 4.0, 250.0)));
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(5)]
    public void KSampler_ClassOnAWideImage_GivesEachRowWhatItWouldGiveAlone(int batch)
    {
        var noise = zeros([batch, 3, 8, 16], ScalarType.Float32);
        var together = KSampler.Sample(Request(noise) with { Batching = RowBatching.Batched });
        var apart = KSampler.Sample(Request(noise) with { Batching = RowBatching.Sequential });
        Assert.That(MaxDifference(together, apart), Is.LessThan(1e-5));
        Assert.That(together.shape, Is.EqualTo(new long[] { batch, 3, 8, 16 }));
    }

    [Test]
    public void KSampler_Text_SaysThatAClassIsNeeded() =>
        Assert.That(() => KSampler.Sample(Request(zeros([1, 3, 8, 16])) with { Negative = [Conditioning(0.5)] }),
            Throws.TypeOf<ConditioningKindException>().With.Message.Contains("negative is an encoded text").And.Message.Contains("PixelDiTClassLabel"));

    [Test]
    public void KSampler_ClassForATextModel_SaysThatATextIsNeeded() =>
        Assert.That(() => KSampler.Sample(Request(new AnalyticModel()) with { Positive = [ConditioningEntry.OfClass(3)] }),
            Throws.TypeOf<ConditioningKindException>().With.Message.Contains("positive is a class label").And.Message.Contains("CLIPTextEncode"));

    [Test]
    public void KSampler_ClassesJoinedLikeTexts_AreRefused() =>
        Assert.That(() => KSampler.Sample(Request(zeros([1, 3, 8, 16])) with { Positive = [new ConditioningEntry(zeros([1, 2, 1], ScalarType.Int64))] }),
            Throws.TypeOf<SamplingSettingException>().With.Message.Contains("positive is 2 classes at once"));

    [Test]
    public void KSampler_TwoClassEntries_AreAveraged()
    {
        var latent = zeros([1, 3, 8, 16]);
        var request = Request(latent) with { Cfg = 1.0, Steps = 1 };
        var first = KSampler.Sample(request with { Positive = [ConditioningEntry.OfClass(3)] });
        var second = KSampler.Sample(request with { Positive = [ConditioningEntry.OfClass(7)] });
        var both = KSampler.Sample(request with { Positive = [ConditioningEntry.OfClass(3), ConditioningEntry.OfClass(7)] });
        Assert.That(MaxDifference(both, (first + second) / 2), Is.LessThan(1e-5));
    }

    private KSamplerRequest Request(Tensor latent) => new()
    {
        Model = PixelDiTFlowModel.For(_network),
        ModelSampling = PixelDiTFlowModel.DefaultSampling(_network.Config),
        Positive = [ConditioningEntry.OfClass(3)],
        Negative = [ConditioningEntry.OfClass(null)],
        Latent = latent,
        Seed = 5,
        Steps = 4,
        Cfg = 2.75,
        SchedulerName = "normal",
    };
}
