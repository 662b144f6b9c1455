using System.Text.Json;
using PixelDiT.Models.Checkpoints;
using PixelDiT.Models.Text;
using static TorchSharp.torch;

namespace PixelDiT.Models.Tests.Text;

[LeakCheck]
public sealed class TextEncoderTests
{
    private const string Weights = "gemma2_tiny.safetensors";
    private const string Reference = "conditioning_tiny.safetensors";

    private static IEnumerable<TestCaseData> Prompts()
    {
        using var json = JsonDocument.Parse(File.ReadAllText(TestData.File("conditioning_tiny.json")));
        return [.. json.RootElement.EnumerateArray().Select((e, i) => new TestCaseData(i, e.GetProperty("text").GetString()).SetArgDisplayNames($"case {i}"))];
    }

    private static TextEncoder Load() => TextEncoder.Load(TestData.File(Weights), TensorAssert.Float32);

    [TestCaseSource(nameof(Prompts))]
    public void Tokenize_ReferencePrompt_GivesTheReferenceIds(int index, string prompt)
    {
        using var scope = NewDisposeScope();
        using var encoder = Load();
        var expected = TensorAssert.Reference(Reference, $"case{index}.ids").data<long>().ToArray();
        Assert.That(encoder.Tokenize(prompt), Is.EqualTo(expected));
    }

    [TestCaseSource(nameof(Prompts))]
    public void Encode_ReferencePrompt_GivesTheReferenceConditioningAndMask(int index, string prompt)
    {
        using var scope = NewDisposeScope();
        using var encoder = Load();
        using var conditioning = encoder.Encode(prompt);
        using (Assert.EnterMultipleScope())
        {
            TensorAssert.IsClose(conditioning.Embeddings, TensorAssert.Reference(Reference, $"case{index}.conditioning"), "conditioning");
            TensorAssert.IsClose(conditioning.AttentionMask, TensorAssert.Reference(Reference, $"case{index}.attention_mask"), "mask", 0);
        }
    }

    [Test]
    public void Encode_AfterOtherPrompts_GivesTheSame()
    {
        using var encoder = Load();
        using var first = encoder.Encode("a red circle");
        using var other = encoder.Encode("");
        using var own = encoder.Encode("Given a user prompt, generate an \"Enhanced prompt\" of my own: a red circle");
        using var again = encoder.Encode("a red circle");
        TensorAssert.IsClose(again.Embeddings, first.Embeddings, "embeddings", 0);
    }

    [Test]
    public void Encode_SoftCap_ChangesTheResultAndBack()
    {
        using var encoder = Load();
        using var without = encoder.Encode("a red circle");
        using var with = encoder.Encode("a red circle", new TextEncoderOptions { AttentionSoftCap = 1 });
        using var again = encoder.Encode("a red circle");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(TensorAssert.MaxDifference(with.Embeddings, without.Embeddings), Is.GreaterThan(1e-3));
            TensorAssert.IsClose(again.Embeddings, without.Embeddings, "without soft-capping again", 1e-6);
        }
    }

    [Test]
    public void Encode_InstructionOfOnesOwn_IsTheSameAsWritingItIntoThePrompt()
    {
        const string own = "Given a user prompt, generate an \"Enhanced prompt\" of my own: ";
        using var encoder = Load();
        using var usual = encoder.Encode("a red circle");
        var ids = encoder.Tokenize("a red circle", new TextEncoderOptions { Instruction = own });
        using var custom = encoder.Encode("a red circle", new TextEncoderOptions { Instruction = own });
        using var again = encoder.Encode("a red circle");

        // The same text is read in both cases; the prompt's length is counted from another instruction.
        Assert.That(ids.TakeWhile(i => i != 0), Is.EqualTo(encoder.Tokenize(own + "a red circle").TakeWhile(i => i != 0)));
        Assert.That(TensorAssert.MaxDifference(custom.Embeddings, usual.Embeddings), Is.GreaterThan(1e-3));
        TensorAssert.IsClose(again.Embeddings, usual.Embeddings, "the usual instruction again", 1e-6);
        Assert.That(custom.PromptTokens, Is.EqualTo(usual.PromptTokens));
    }

    [Test]
    public void Encode_NoInstruction_KeepsEveryTokenOnce()
    {
        using var encoder = Load();
        var none = new TextEncoderOptions { Instruction = "", MaxLength = 40 };
        using var bare = encoder.Encode("a red circle", none);
        var ids = encoder.Tokenize("a red circle", none);

        Assert.That(ids, Has.Length.EqualTo(40));
        Assert.That((bare.PromptTokens, bare.PromptLimit, bare.IsTruncated), Is.EqualTo((ids.TakeWhile(i => i != 0).Count() - 1, 39, false)));
        Assert.That(bare.AttentionMask.data<float>().Sum(), Is.EqualTo(bare.Tokens));
        Assert.That(bare.Embeddings.shape, Is.EqualTo(new long[] { 1, 40, 64 }));
    }

    [TestCase(null, 298)]
    [TestCase("", 299)]
    public void Encode_LongPrompt_IsCutToTheLimit(string? instruction, int limit)
    {
        using var encoder = Load();
        using var conditioning = encoder.Encode(string.Join(' ', Enumerable.Repeat("circle", 10_000)), new TextEncoderOptions { Instruction = instruction });

        Assert.That((conditioning.IsTruncated, conditioning.PromptLimit), Is.EqualTo((true, limit)));
        Assert.That(conditioning.PromptTokens, Is.GreaterThan(9_000));
    }

    [TestCase("a red circle", 20)]
    [TestCase("", 20)]
    [TestCase("", 2)]
    public void Encode_ShorterLength_HasThatLength(string prompt, int length)
    {
        using var encoder = Load();
        using var conditioning = encoder.Encode(prompt, new TextEncoderOptions { MaxLength = length });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(conditioning.Embeddings.shape, Is.EqualTo(new long[] { 1, length, 64 }));
            Assert.That(conditioning.AttentionMask.shape, Is.EqualTo(new long[] { 1, length }));
        }
    }

    [Test]
    public void Encode_LongPrompt_SaysThatItWasCut()
    {
        using var encoder = Load();
        using var cut = encoder.Encode(string.Join(' ', Enumerable.Repeat("long", 400)));
        using var whole = encoder.Encode("short");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(cut.IsTruncated, Is.True);
            Assert.That(cut.PromptTokens, Is.GreaterThan(298));
            Assert.That(whole.IsTruncated, Is.False);
            Assert.That(whole.Tokens - whole.PromptTokens, Is.EqualTo(cut.Tokens - cut.PromptTokens), "tokens of the instruction");
        }
    }

    [Test]
    public void Tokenize_EscapedParentheses_AreBare()
    {
        using var encoder = Load();
        Assert.That(encoder.Tokenize("a \\(red\\) circle"), Is.EqualTo(encoder.Tokenize("a (red) circle")));
    }

    [Test]
    public void Instruction_IsTheReferenceByteForByte() =>
        Assert.That(Instruction.Text, Is.EqualTo(File.ReadAllText(TestData.File("instruction.txt"))));

    [Test]
    public void Check_EncoderAndAnotherModel_GivesSizesOrSaysWhatItIs()
    {
        Assert.That(TextEncoder.Check(TestData.File(Weights)).Width, Is.EqualTo(64));
        Assert.That(() => TextEncoder.Check(TestData.File("t2i_tiny.safetensors")), Throws.TypeOf<CheckpointException>().With.Message.Contains("PixelDiT"));
    }

    [Test]
    public void Encode_LengthBelowTwo_IsRefused()
    {
        using var encoder = Load();
        Assert.That(() => encoder.Encode("a", new TextEncoderOptions { MaxLength = 1 }), Throws.ArgumentException.With.Message.Contains("at least 2"));
    }
}
