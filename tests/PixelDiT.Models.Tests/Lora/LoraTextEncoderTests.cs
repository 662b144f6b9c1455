using PixelDiT.Models.Lora;
using PixelDiT.Models.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Models.Tests.Lora;

/// <summary>LoRA files on the text encoder, against files with merged weights.</summary>
[LeakCheck]
public sealed class LoraTextEncoderTests
{
    private static readonly TextEncoderOptions Short = new() { MaxLength = 20 };

    private TemporaryFiles _files = null!;
    private ModelRegistry _registry = null!;
    private string _encoder = null!;

    [SetUp]
    public void SetUp()
    {
        (_files, _registry) = (new TemporaryFiles(), new ModelRegistry());
        File.Copy(TestData.File("tokenizer_tiny.model"), _files.PathOf("tokenizer.model"));
        File.Copy(TestData.File("gemma2_tiny.safetensors"), _encoder = _files.PathOf("gemma2_tiny.safetensors"));
    }

    [TearDown]
    public void TearDown()
    {
        _registry.UnloadAll();
        _files.Dispose();
    }

    [TestCaseSource(typeof(LoraSpelling), nameof(LoraSpelling.OfTextEncoder))]
    public void Encode_AnySpelling_GivesWhatMergedWeightsGive(LoraSpelling spelling)
    {
        using var scope = NewDisposeScope();
        using var encoder = Load(_encoder);
        var lora = new TestLora(encoder.Config.Parameters());
        using var merged = Load(_files.Merge(_encoder, "model.", lora.Changes(0.7)));
        var use = Use(lora.File(spelling), 0.7);
        foreach (var prompt in new[] { "a red cube", "" })
        {
            var expected = Encode(merged, prompt);
            Assert.That(TensorAssert.MaxDifference(expected, Encode(encoder, prompt)), Is.GreaterThan(1e-3), "the change can be seen");
            TensorAssert.IsClose(Encode(encoder, prompt, use), expected, $"'{prompt}'", 2e-5);
        }
    }

    [Test]
    public void Encode_WithAndWithoutInTurn_GivesTheSameBytesEachTime()
    {
        using var scope = NewDisposeScope();
        using var encoder = Load(_encoder);
        var file = new TestLora(encoder.Config.Parameters()).File(LoraSpelling.OfTextEncoder.First());
        var (strong, weak) = (Use(file, 1), Use(file, 0.5));
        var plain = Encode(encoder, "a red cube");
        var with = Encode(encoder, "a red cube", strong);
        var half = Encode(encoder, "a red cube", weak);
        Assert.That(TensorAssert.MaxDifference(with, half), Is.GreaterThan(1e-3));
        // What is kept of the instruction belongs to the weights that made it.
        TensorAssert.IsClose(Encode(encoder, "a red cube"), plain, "without", 0);
        TensorAssert.IsClose(Encode(encoder, "a red cube", strong), with, "with", 0);
        TensorAssert.IsClose(Encode(encoder, "a red cube", strong), with, "with, from what is kept", 0);
        TensorAssert.IsClose(Encode(encoder, "a red cube", weak), half, "weaker", 0);
    }

    [Test]
    public void Encode_FileChanged_ForgetsWhatWasKept()
    {
        using var scope = NewDisposeScope();
        using var encoder = Load(_encoder);
        var (one, two) = (new TestLora(encoder.Config.Parameters()), new TestLora(encoder.Config.Parameters(), rank: 2, seed: 5));
        var spelling = LoraSpelling.OfTextEncoder.First();
        var use = Use(one.File(spelling), 1);
        _ = Encode(encoder, "a red cube", use);
        File.Move(_files.Write(two.File(spelling)), use.File.Path, overwrite: true);
        using var merged = Load(_files.Merge(_encoder, "model.", two.Changes()));
        TensorAssert.IsClose(Encode(encoder, "a red cube", use), Encode(merged, "a red cube"), "after the change", 2e-5);
    }

    private static TextEncoder Load(string path) => TextEncoder.Load(path, TensorAssert.Float32);

    private static Tensor Encode(TextEncoder encoder, string prompt, params LoraUse[] uses)
    {
        using var stack = LoraStack.Open(uses, LoraTargets.OfTextEncoder(encoder.Config.Parameters()), encoder.Device);
        using var encoded = encoder.Encode(prompt, Short, stack.Adapters);
        return encoded.Embeddings.clone();
    }

    private LoraUse Use(Dictionary<string, Tensor> file, double strength) =>
        new(_registry.Handle(_files.Write(file), "", (p, _) => LoraFile.Load(p)), strength);
}
