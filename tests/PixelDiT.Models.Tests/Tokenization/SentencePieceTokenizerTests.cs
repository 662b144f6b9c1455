using System.Text.Json;
using PixelDiT.Models.Checkpoints;
using PixelDiT.Models.Tokenization;

namespace PixelDiT.Models.Tests.Tokenization;

public sealed class SentencePieceTokenizerTests
{
    private static SentencePieceTokenizer Tiny() =>
        SentencePieceTokenizer.Load(File.ReadAllBytes(TestData.File("tokenizer_tiny.model")), "tokenizer_tiny.model");

    private static IEnumerable<TestCaseData> References()
    {
        using var json = JsonDocument.Parse(File.ReadAllText(TestData.File("tokenizer_tiny_cases.json")));
        foreach (var (entry, index) in json.RootElement.GetProperty("cases").EnumerateArray().Select((e, i) => (e, i)).ToArray())
        {
            yield return new TestCaseData(entry.GetProperty("text").GetString(), Ids(entry, "ids"), Ids(entry, "ids_with_bos")).SetArgDisplayNames($"case {index}");
        }

        static int[] Ids(JsonElement entry, string name) => [.. entry.GetProperty(name).EnumerateArray().Select(i => i.GetInt32())];
    }

    [TestCaseSource(nameof(References))]
    public void Encode_ReferenceText_GivesTheReferenceIds(string text, int[] ids, int[] withBos)
    {
        using var tokenizer = Tiny();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(tokenizer.Encode(text), Is.EqualTo(ids));
            Assert.That(tokenizer.Encode(text, addBos: true), Is.EqualTo(withBos));
        }
    }

    [Test]
    public void Load_TinyModel_KnowsItsSpecialTokens()
    {
        using var tokenizer = Tiny();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(tokenizer.VocabularySize, Is.EqualTo(1024));
            Assert.That(tokenizer.BosId, Is.EqualTo(2));
            Assert.That(tokenizer.PadId, Is.Zero);
        }
    }

    [Test]
    public void Encode_NulAndLoneSurrogate_DoesNotFail()
    {
        using var tokenizer = Tiny();
        Assert.That(tokenizer.Encode("a\0b\ud800c"), Is.Not.Empty);
    }

    [Test]
    public void Encode_OnManyThreads_GivesTheSameIds()
    {
        using var tokenizer = Tiny();
        var expected = tokenizer.Encode("A cat sleeping on a warm windowsill");
        var results = new int[64][];
        Parallel.For(0, results.Length, i => results[i] = tokenizer.Encode("A cat sleeping on a warm windowsill"));
        Assert.That(results, Is.All.EqualTo(expected));
    }

    [Test]
    public void Encode_AfterDispose_IsRefused()
    {
        var tokenizer = Tiny();
        tokenizer.Dispose();
        Assert.That(() => tokenizer.Encode("a"), Throws.TypeOf<ObjectDisposedException>());
    }

    [TestCase(0)]
    [TestCase(100)]
    public void Load_NoModel_NamesTheSource(int bytes)
    {
        var garbage = Enumerable.Range(0, bytes).Select(i => (byte)((i * 37) + 5)).ToArray();
        Assert.That(() => SentencePieceTokenizer.Load(garbage, "somewhere"), Throws.TypeOf<TokenizerException>().With.Message.Contains("somewhere"));
    }

    [Test]
    public void LoadFor_FileWithTheTensor_UsesIt()
    {
        using var file = SafetensorsFile.Open(TestData.File("gemma2_tiny.safetensors"));
        using var tokenizer = SentencePieceTokenizer.LoadFor(file);
        Assert.That(tokenizer.Encode("a", addBos: true), Is.EqualTo(new[] { 2, 959 }));
    }

    [Test]
    public void LoadFor_FileBeside_UsesItAndNeitherSaysWhatIsMissing()
    {
        var folder = Directory.CreateTempSubdirectory("tokenizer").FullName;
        try
        {
            var path = Path.Combine(folder, "encoder.safetensors");
            File.Copy(TestData.File("t2i_tiny.safetensors"), path);
            using var file = SafetensorsFile.Open(path);
            Assert.That(() => SentencePieceTokenizer.LoadFor(file), Throws.TypeOf<CheckpointException>().With.Message.Contains("spiece_model").And.Message.Contains("tokenizer.model"));

            File.Copy(TestData.File("tokenizer_tiny.model"), Path.Combine(folder, "tokenizer.model"));
            using var tokenizer = SentencePieceTokenizer.LoadFor(file);
            Assert.That(tokenizer.VocabularySize, Is.EqualTo(1024));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
