using PixelDiT.Models.PixelDiT;
using PixelDiT.Nodes.Core.Tests.Support;
using PixelDiT.Nodes.Core.Text;
using PixelDiT.Nodes.Core.Values;
using PixelDiT.Sampling;
using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Tests.Text;

[ReleasesTensors]
public class ConditioningZeroOutTests
{
    [Test]
    public void Run_Entries_KeepEverythingButTheEmbedding()
    {
        using var scope = NewDisposeScope();
        var embedding = rand(1, 5, 8);
        var entry = new ConditioningEntry(embedding) { Strength = 0.5, StartPercent = 0.1, EndPercent = 0.9 };
        var result = (Conditioning)new ConditioningZeroOut { Conditioning = new([entry]) }.Run(new FakeContext()).Outputs[0]!;
        using var zeroed = result.Entries[0].Embedding;
        Assert.Multiple(() =>
        {
            Assert.That(zeroed.shape, Is.EqualTo(embedding.shape));
            Assert.That(zeroed.data<float>().ToArray(), Is.All.EqualTo(0f));
            Assert.That(result.Entries[0] with { Embedding = embedding }, Is.EqualTo(entry));
            Assert.That(embedding.abs().max().item<float>(), Is.GreaterThan(0f), "the input is not changed");
        });
    }

    [Test]
    public void Run_Class_BecomesTheNullClass()
    {
        using var scope = NewDisposeScope();
        var result = (Conditioning)new ConditioningZeroOut { Conditioning = new([ConditioningEntry.OfClass(3)]) }.Run(new FakeContext()).Outputs[0]!;
        using var embedding = result.Entries[0].Embedding;
        Assert.That(embedding.item<long>(), Is.EqualTo(PixelDiTC2I.AnyNullClass));
    }
}
