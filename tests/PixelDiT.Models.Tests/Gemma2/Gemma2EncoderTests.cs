using PixelDiT.Models.Checkpoints;
using PixelDiT.Models.Gemma2;
using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Models.Tests.Gemma2;

[LeakCheck]
public sealed class Gemma2EncoderTests
{
    private const string Weights = "gemma2_tiny.safetensors";
    private const string Cases = "gemma2_tiny_cases.safetensors";

    [Test]
    public void Load_TinyModel_TakesTheHeadSizeFromTheConfiguration()
    {
        using var model = Gemma2Encoder.Load(TestData.File(Weights), TensorAssert.Float32);
        Assert.That(model.Config, Is.EqualTo(new Gemma2Config
        {
            VocabularySize = 1024,
            Width = 64,
            MlpWidth = 128,
            Layers = 4,
            Heads = 4,
            KeyValueHeads = 2,
            HeadWidth = 16,
        }));
    }

    [Test]
    public void ParameterCount_OfGemma2_2B_IsThePublishedCount() => Assert.That(Gemma2Config.Gemma2_2B.ParameterCount, Is.EqualTo(2_614_341_888));

    [Test]
    public void Forward_ReferenceCase_GivesTheReferenceHiddenStates(
        [Values("case0", "case1", "case2")] string name, [Values(0, 50)] double softCap)
    {
        using var scope = NewDisposeScope();
        using var model = Gemma2Encoder.Load(TestData.File(Weights), TensorAssert.Float32);
        var (ids, mask) = Inputs(name);
        var hidden = model.Forward(ids, mask, softCap);
        TensorAssert.IsClose(hidden, TensorAssert.Reference(Cases, softCap > 0 ? $"{name}.hidden_softcap50" : $"{name}.hidden"), name);
    }

    [Test]
    public void Forward_BFloat16_StaysNearFloat32()
    {
        using var scope = NewDisposeScope();
        using var model = Gemma2Encoder.Load(TestData.File(Weights), TensorAssert.BFloat16);
        var (ids, mask) = Inputs("case0");
        var expected = TensorAssert.Reference(Cases, "case0.hidden");
        var error = ((model.Forward(ids, mask) - expected).norm() / expected.norm()).item<float>();
        Assert.That(error, Is.LessThan(0.03).And.GreaterThan(1e-5));
    }

    [TestCase(1)]
    [TestCase(7)]
    [TestCase(11)]
    public void Forward_InTwoParts_GivesWhatOnePartGives(int split)
    {
        using var scope = NewDisposeScope();
        using var model = Gemma2Encoder.Load(TestData.File(Weights), TensorAssert.Float32);
        using var kept = new KeyValues();
        var ids = Inputs("case2").Ids;
        _ = model.Forward(ids.AsSpan(0, split), default, 50, null, 0, kept);
        var rest = model.Forward(ids.AsSpan(split), default, 50, kept, split, null);
        var whole = model.Forward(ids, default, 50);
        TensorAssert.IsClose(rest, whole.narrow(1, split, ids.Length - split), "the later tokens", 1e-5);
    }

    [TestCase(1024)]
    [TestCase(-1)]
    public void Forward_IdOutsideTheVocabulary_SaysSo(int id)
    {
        using var model = Gemma2Encoder.Load(TestData.File(Weights), TensorAssert.Float32);
        Assert.That(() => model.Forward([2, id]), Throws.ArgumentException.With.Message.Contains($"token id {id}").And.Message.Contains("1024"));
    }

    [Test]
    public void Forward_FirstTokenHidden_IsRefused()
    {
        using var model = Gemma2Encoder.Load(TestData.File(Weights), TensorAssert.Float32);
        Assert.That(() => model.Forward([2, 3], [false, true]), Throws.ArgumentException);
    }

    [Test]
    public void Load_PixelDiT_SaysThatItIsOne() =>
        Assert.That(() => Gemma2Encoder.Load(TestData.File("t2i_tiny.safetensors"), TensorAssert.Float32),
            Throws.TypeOf<CheckpointException>().With.Message.Contains("looks like a PixelDiT text-to-image model").And.Message.Contains("expected a Gemma-2 text encoder"));

    private static (int[] Ids, bool[] Mask) Inputs(string name)
    {
        using var scope = NewDisposeScope();
        var ids = TensorAssert.Reference(Cases, $"{name}.ids").data<long>().ToArray();
        var mask = TensorAssert.Reference(Cases, $"{name}.mask").data<long>().ToArray();
        return (Array.ConvertAll(ids, id => (int)id), Array.ConvertAll(mask, m => m != 0));
    }
}
