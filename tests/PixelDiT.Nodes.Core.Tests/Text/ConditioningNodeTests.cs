using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Tests.Support;
using PixelDiT.Nodes.Core.Text;
using PixelDiT.Nodes.Core.Values;
using PixelDiT.Sampling;
using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Tests.Text;

[ReleasesTensors]
public class ConditioningNodeTests
{
    private DisposeScope _scope;

    [SetUp]
    public void SetUp() => _scope = NewDisposeScope();

    [TearDown]
    public void TearDown() => _scope.Dispose();

    [Test]
    public void Combine_Entries_StandSideBySideAndShareTheirEmbeddings()
    {
        var (a, b) = (Of(ones(1, 2, 3), strength: 0.5), Of(zeros(1, 4, 3)));
        var combined = Run(new ConditioningCombine { Conditioning1 = a, Conditioning2 = b });
        Assert.That(combined.Entries, Is.EqualTo(a.Entries.Concat(b.Entries)));
    }

    [Test]
    public void Average_Strength_WeighsBoth()
    {
        var to = Of(tensor([1f, 2f, 3f, 4f]).reshape(1, 2, 2), strength: 0.5);
        var mixed = Run(new ConditioningAverage { ConditioningTo = to, ConditioningFrom = Of(tensor([5f, 5f, 5f, 5f]).reshape(1, 2, 2)), ConditioningToStrength = 0.75 });
        Assert.Multiple(() =>
        {
            Assert.That(Numbers(mixed), Is.EqualTo(new[] { 2f, 2.75f, 3.5f, 4.25f }).Within(1e-6f));
            Assert.That(mixed.Entries[0].Strength, Is.EqualTo(0.5), "everything else stays");
        });
    }

    [TestCase(1, new[] { 0.5f + 2f, 0.5f + 2f, 0.5f, 0.5f })]
    [TestCase(3, new[] { 0.5f + 2f, 0.5f + 2f, 0.5f + 2f, 0.5f + 2f })]
    public void Average_OtherNumberOfTokens_IsCutOrFilledUpWithZeros(int tokens, float[] expected)
    {
        var node = new ConditioningAverage { ConditioningTo = Of(ones(1, 2, 2)), ConditioningFrom = Of(full([1, tokens, 2], 4f)), ConditioningToStrength = 0.5 };
        Assert.That(Numbers(Run(node)), Is.EqualTo(expected));
    }

    [Test]
    public void Average_SecondHasSeveralEntries_UsesTheFirstAndWarns()
    {
        var context = new FakeContext();
        var from = new Conditioning([.. Of(full([1, 1, 1], 2f)).Entries, .. Of(full([1, 1, 1], 9f)).Entries]);
        var mixed = Run(new ConditioningAverage { ConditioningTo = Of(zeros(1, 1, 1)), ConditioningFrom = from, ConditioningToStrength = 0 }, context);
        Assert.Multiple(() =>
        {
            Assert.That(Numbers(mixed), Is.EqualTo(new[] { 2f }));
            Assert.That(context.Log.Entries.Single().Text, Does.Contain("conditioning_from has 2 entries"));
        });
    }

    [Test]
    public void Concat_Tokens_FollowOneAnother()
    {
        var joined = Run(new ConditioningConcat { ConditioningTo = Of(ones(1, 2, 2)), ConditioningFrom = Of(zeros(1, 1, 2)) });
        Assert.Multiple(() =>
        {
            Assert.That(joined.Entries[0].Embedding.shape, Is.EqualTo(new long[] { 1, 3, 2 }));
            Assert.That(Numbers(joined), Is.EqualTo(new[] { 1f, 1f, 1f, 1f, 0f, 0f }));
        });
    }

    [Test]
    public void AverageAndConcat_OtherWidth_SayBothShapes()
    {
        var (to, from) = (Of(ones(1, 2, 3)), Of(ones(1, 2, 4)));
        Assert.Multiple(() =>
        {
            foreach (var node in new Node[]
            {
                new ConditioningAverage { ConditioningTo = to, ConditioningFrom = from },
                new ConditioningConcat { ConditioningTo = to, ConditioningFrom = from },
            })
            {
                Assert.That(() => Run(node), Throws.ArgumentException.With.Message.Contains("[1, 2, 3]").And.Message.Contains("[1, 2, 4]").And.Message.Contains("width"));
            }
        });
    }

    [Test]
    public void AverageConcatAndMultiply_ClassLabel_IsRefusedByName()
    {
        var (text, label) = (Of(ones(1, 2, 3)), new Conditioning([ConditioningEntry.OfClass(3)]));
        Assert.Multiple(() =>
        {
            Assert.That(() => Run(new ConditioningAverage { ConditioningTo = label, ConditioningFrom = text }), Throws.ArgumentException.With.Message.Contains("conditioning_to is a class label"));
            Assert.That(() => Run(new ConditioningConcat { ConditioningTo = text, ConditioningFrom = label }), Throws.ArgumentException.With.Message.Contains("conditioning_from is a class label"));
            Assert.That(() => Run(new ConditioningMultiply { Conditioning = label }), Throws.ArgumentException.With.Message.Contains("ConditioningCombine"));
        });
    }

    [Test]
    public void Multiply_Number_ScalesTheEmbedding() =>
        Assert.That(Numbers(Run(new ConditioningMultiply { Conditioning = Of(ones(1, 1, 2)), Multiplier = -1.5 })), Is.EqualTo(new[] { -1.5f, -1.5f }));

    [Test]
    public void SetAreaStrength_Weight_IsSetAndTheEmbeddingShared()
    {
        var conditioning = Of(ones(1, 1, 2));
        var weighted = Run(new ConditioningSetAreaStrength { Conditioning = conditioning, Strength = 2.5 });
        Assert.That(weighted.Entries.Single(), Is.EqualTo(conditioning.Entries[0] with { Strength = 2.5 }));
    }

    [Test]
    public void SetTimestepRange_Range_IsSetAndTheEmbeddingShared()
    {
        var conditioning = Of(ones(1, 1, 2));
        var limited = Run(new ConditioningSetTimestepRange { Conditioning = conditioning, Start = 0.25, End = 0.25 });
        Assert.That(limited.Entries.Single(), Is.EqualTo(conditioning.Entries[0] with { StartPercent = 0.25, EndPercent = 0.25 }));
    }

    [Test]
    public void SetTimestepRange_Reversed_IsRefusedBeforeItRunsAndWhenItCameThroughLinks()
    {
        var node = new ConditioningSetTimestepRange { Conditioning = Of(ones(1, 1, 2)), Start = 0.75, End = 0.5 };
        Assert.Multiple(() =>
        {
            Assert.That(node.ValidateInputs(null!), Does.Contain("start (0.75) is behind end (0.5)"));
            Assert.That(() => Run(node), Throws.TypeOf<SamplingSettingException>().With.Message.Contains("at most end, which is 0.5"));
        });
    }

    private static Conditioning Of(Tensor embedding, double strength = 1) => new([new ConditioningEntry(embedding) { Strength = strength }]);

    private static float[] Numbers(Conditioning conditioning) => conditioning.Entries.Single().Embedding.data<float>().ToArray();

    // What a node makes is the runtime's to dispose; here the test's scope does it.
    private Conditioning Run(Node node, FakeContext? context = null)
    {
        var result = (Conditioning)node.Run(context ?? new FakeContext()).Outputs[0]!;
        foreach (var embedding in result.Resources.OfType<Tensor>())
        {
            embedding.MoveToOtherDisposeScope(_scope);
        }
        return result;
    }
}
