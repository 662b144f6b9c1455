using System.Globalization;
using System.Text.RegularExpressions;
using PixelDiT.Models;
using PixelDiT.Models.Checkpoints;
using PixelDiT.Models.PixelDiT;
using PixelDiT.Tests;
using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling.Tests;

/// <summary>The public FlowEdit function on the tiny model, case by case.</summary>
public sealed partial class FlowEditReferenceTests : TorchFixture
{
    private PixelDiTT2I _network = null!;
    private Dictionary<string, Tensor> _data = null!;

    public static IEnumerable<string> Cases()
    {
        using var file = SafetensorsFile.Open(TestData.File("flowedit_tiny.safetensors"));
        return [.. file.Tensors.Keys.Where(k => Setting().IsMatch(k)).Order(StringComparer.Ordinal)];
    }

    [OneTimeSetUp]
    public void Load()
    {
        using var scope = NewDisposeScope();
        _network = PixelDiTT2I.Load(TestData.File("t2i_tiny.safetensors"), ComputePolicy.Create(new ComputeFlags { ForceCpu = true, ForceFp32 = true }));
        using var file = SafetensorsFile.Open(TestData.File("flowedit_tiny.safetensors"));
        _data = file.Tensors.Keys.ToDictionary(name => name, name => file.Load(name).DetachFromDisposeScope());
        // The network keeps position tables of a size from its first use on.
        _network.Forward(_data["x_src"], ones([1], ScalarType.Float32), _data["source"]).Dispose();
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
    public void Cases_CoverAveragesAndTheTargetAlone()
    {
        Assert.That(Cases().Count(), Is.EqualTo(5));
        Assert.That(Cases(), Has.Some.Contains("navg2").And.Some.Contains("nmin3"));
    }

    [TestCaseSource(nameof(Cases))]
    public void Edit_ReferenceCase_GivesThePublicFunctionsPicture(string name)
    {
        var difference = MaxDifference(FlowEdit.Edit(Request(name)), _data[name]);

        TestContext.Out.WriteLine($"{name}: {difference:G3}");
        Assert.That(difference, Is.LessThan(1e-4), "largest absolute difference");
        Assert.That(MaxDifference(_data[name], _data["x_src"]), Is.GreaterThan(1e-2), "the case edits something");
    }

    [TestCaseSource(nameof(Cases))]
    public void Edit_FourRowsTwoOrOneAtATime_AgreeTo1e5(string name)
    {
        var batched = FlowEdit.Edit(Request(name) with { Batching = RowBatching.Batched });
        var pairs = FlowEdit.Edit(Request(name) with { Batching = RowBatching.Pairs });
        var sequential = FlowEdit.Edit(Request(name) with { Batching = RowBatching.Sequential });

        Assert.That(MaxDifference(batched, sequential), Is.LessThan(1e-5));
        Assert.That(MaxDifference(pairs, sequential), Is.LessThan(1e-5));
    }

    [TestCase(RowBatching.Auto)]
    [TestCase(RowBatching.Sequential)]
    public void Edit_SourceIsTargetWithEqualScales_GivesTheInput(RowBatching batching)
    {
        var request = Request(Cases().First());
        var result = FlowEdit.Edit(request with { Target = request.Source, TargetCfg = request.SourceCfg, NMax = 10, Batching = batching });

        Assert.That(MaxDifference(result, _data["x_src"]), Is.LessThan(1e-6));
    }

    private FlowEditRequest Request(string name)
    {
        var numbers = Setting().Match(name).Groups;
        double Number(string key) => double.Parse(numbers[key].Value, CultureInfo.InvariantCulture);
        var sampling = new ModelSamplingFlow(Number("shift"));
        return new FlowEditRequest
        {
            Model = new PixelDiTFlowModel(_network),
            ModelSampling = sampling,
            PatchSize = _network.Config.PatchSize,
            Image = _data["x_src"],
            Source = [new ConditioningEntry(_data["source"])],
            SourceNegative = [new ConditioningEntry(_data["negative"])],
            SourceCfg = Number("src"),
            Target = [new ConditioningEntry(_data["target"])],
            TargetNegative = [new ConditioningEntry(_data["negative"])],
            TargetCfg = Number("tar"),
            Sigmas = FlowEdit.Schedule((int)Number("T"), sampling),
            NAvg = (int)Number("navg"),
            NMin = (int)Number("nmin"),
            NMax = (int)Number("nmax"),
            Seed = (ulong)Number("seed"),
        };
    }

    [GeneratedRegex(@"^T(?<T>\d+)\.navg(?<navg>\d+)\.src(?<src>[\d.]+)\.tar(?<tar>[\d.]+)\.nmin(?<nmin>\d+)\.nmax(?<nmax>\d+)\.shift(?<shift>[\d.]+)\.seed(?<seed>\d+)$", RegexOptions.None, 1000)]
    private static partial Regex Setting();
}
