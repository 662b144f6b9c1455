using PixelDiT.Models;
using PixelDiT.Models.PixelDiT;
using PixelDiT.Tests;
using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling.Tests;

/// <summary>FlowEdit with the class-conditional model: classes in place of texts.</summary>
public sealed class FlowEditClassTests : TorchFixture
{
    private PixelDiTC2I _network = null!;

    [OneTimeSetUp]
    public void Load()
    {
        _network = PixelDiTC2I.Load(TestData.File("c2i_tiny.safetensors"), ComputePolicy.Create(new ComputeFlags { ForceCpu = true, ForceFp32 = true }));
        using var scope = NewDisposeScope();
        // The network keeps position tables of a size from its first use on.
        _ = FlowEdit.Edit(Request(1, 2));
    }

    [OneTimeTearDown]
    public void Unload() => _network.Dispose();

    [Test]
    public void Edit_SameClassWithEqualScales_GivesTheInput()
    {
        var request = Request(3, 3);

        Assert.That(MaxDifference(FlowEdit.Edit(request), request.Image), Is.LessThan(1e-6));
    }

    [TestCase(0)]
    [TestCase(2)]
    public void Edit_OtherClass_IsAnEditHoweverItsRowsAreRun(int nMin)
    {
        var request = Request(1, 2) with { NMin = nMin };

        var result = FlowEdit.Edit(request);

        Assert.That(MaxDifference(result, request.Image), Is.GreaterThan(1e-3));
        Assert.That(MaxDifference(result, FlowEdit.Edit(request with { Batching = RowBatching.Sequential })), Is.LessThan(1e-5));
    }

    private FlowEditRequest Request(int source, int target)
    {
        using var generator = new Generator(4, CPU);
        var side = _network.Config.PatchSize * 2;
        return new FlowEditRequest
        {
            Model = PixelDiTFlowModel.For(_network),
            ModelSampling = PixelDiTFlowModel.DefaultSampling(_network.Config),
            PatchSize = _network.Config.PatchSize,
            Image = (rand([1, 3, side, side], ScalarType.Float32, CPU, generator: generator) * 2) - 1,
            Source = [ConditioningEntry.OfClass(source)],
            SourceNegative = [ConditioningEntry.OfClass(null)],
            SourceCfg = 2,
            Target = [ConditioningEntry.OfClass(target)],
            TargetNegative = [ConditioningEntry.OfClass(null)],
            TargetCfg = 2,
            Sigmas = FlowEdit.Schedule(6, PixelDiTFlowModel.DefaultSampling(_network.Config)),
            NMax = 5,
        };
    }
}
