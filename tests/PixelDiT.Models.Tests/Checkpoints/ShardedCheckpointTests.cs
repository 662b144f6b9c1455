using System.Text.Json;
using PixelDiT.Models.Checkpoints;
using PixelDiT.Models.Gemma2;
using PixelDiT.Models.Text;

namespace PixelDiT.Models.Tests.Checkpoints;

[LeakCheck]
public sealed class ShardedCheckpointTests
{
    private const string First = "model-00001-of-00002.safetensors";
    private const string Second = "model-00002-of-00002.safetensors";
    private const string Index = "model.safetensors.index.json";

    private string _folder = null!;

    [SetUp]
    public void CreateFolder() => _folder = Directory.CreateTempSubdirectory("shards").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [TestCase("")]
    [TestCase(Index)]
    [TestCase(First)]
    [TestCase(Second)]
    public void Load_TextEncoderInShards_GivesTheSameEmbeddings(string name)
    {
        WriteGemma();
        using var scope = TorchSharp.torch.NewDisposeScope();
        using var whole = TextEncoder.Load(TestData.File("gemma2_tiny.safetensors"), TensorAssert.Float32);
        using var sharded = TextEncoder.Load(Path.Combine(_folder, name), TensorAssert.Float32);
        using var expected = whole.Encode("a red circle");
        using var actual = sharded.Encode("a red circle");
        TensorAssert.IsClose(actual.Embeddings, expected.Embeddings, "embeddings", 0);
        Assert.That(sharded.WeightBytes, Is.EqualTo(whole.WeightBytes));
    }

    [Test]
    public void Open_FolderWithASingleFile_OpensIt()
    {
        File.Copy(TestData.File("gemma2_tiny.safetensors"), Path.Combine(_folder, "model.safetensors"));
        Assert.That(Gemma2Encoder.Check(_folder).Layers, Is.EqualTo(4));
    }

    [Test]
    public void Open_MissingShard_NamesIt()
    {
        WriteGemma();
        File.Delete(Path.Combine(_folder, Second));
        Assert.That(() => Open(First), Throws.TypeOf<CheckpointException>().With.Message.Contains($"'{Second}' is missing").And.Message.Contains(Index));
    }

    [Test]
    public void Open_TensorInAnotherShard_NamesBoth()
    {
        WriteGemma(map => map["model.norm.weight"] = map["model.norm.weight"] == First ? Second : First);
        Assert.That(() => Open(Index), Throws.TypeOf<CheckpointException>().With.Property("Tensor").EqualTo("model.norm.weight").And.Message.Contains("where it is not"));
    }

    [TestCase("../model.safetensors")]
    [TestCase("/etc/passwd")]
    [TestCase("sub/model.safetensors")]
    [TestCase("..\\model.safetensors")]
    [TestCase("..")]
    [TestCase("")]
    public void Open_ShardOutsideTheFolder_IsRefused(string shard)
    {
        WriteIndex(new Dictionary<string, string> { ["w"] = shard });
        Assert.That(() => Open(Index), Throws.TypeOf<CheckpointException>().With.Message.Contains($"the shard '{shard}'").And.Message.Contains("without a path"));
    }

    [TestCase("{}", "cannot be read")]
    [TestCase("[1, 2]", "cannot be read")]
    [TestCase("{\"weight_map\": {\"w\": 1}}", "cannot be read")]
    [TestCase("{\"weight_map\": {", "cannot be read")]
    [TestCase("{\"weight_map\": {}}", "names no tensors")]
    [TestCase("{\"weight_map\": {\"w\": \"a\", \"w\": \"b\"}}", "twice")]
    public void Open_DamagedIndex_SaysWhatIsWrong(string json, string words)
    {
        File.WriteAllText(Path.Combine(_folder, Index), json);
        Assert.That(() => Open(Index), Throws.TypeOf<CheckpointException>().With.Message.Contains(words).And.Message.Contains(Index));
    }

    [Test]
    public void Open_IndexThatNamesAnIndex_DoesNotFollowIt()
    {
        WriteIndex(new Dictionary<string, string> { ["w"] = Index });
        Assert.That(() => Open(Index), Throws.TypeOf<CheckpointException>().With.Message.Contains("no safetensors file"));
    }

    [Test]
    public void Open_ShardWithoutItsIndex_NamesTheIndex()
    {
        WriteGemma();
        File.Delete(Path.Combine(_folder, Index));
        Assert.That(() => Open(Second), Throws.TypeOf<CheckpointException>().With.Message.Contains("shard 2 of 2").And.Message.Contains(Index));
    }

    [Test]
    public void Open_FolderWithoutModel_SaysWhatIsMissing() =>
        Assert.That(() => Checkpoint.Open(_folder), Throws.TypeOf<CheckpointException>().With.Message.Contains(Index));

    [Test]
    public void Open_NothingThere_IsFileNotFound()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => Open(First), Throws.TypeOf<FileNotFoundException>());
            Assert.That(() => Open(Index), Throws.TypeOf<FileNotFoundException>());
            Assert.That(() => Open("model.pth"), Throws.TypeOf<FileNotFoundException>());
        }
    }

    private Checkpoint Open(string name) => Checkpoint.Open(Path.Combine(_folder, name));

    /// <summary>The tiny text encoder as Hugging Face ships it: two shards, their index, configuration and tokenizer beside them.</summary>
    private void WriteGemma(Action<Dictionary<string, string>>? change = null)
    {
        using var source = SafetensorsFile.Open(TestData.File("gemma2_tiny.safetensors"));
        var tensors = source.Tensors.Values.Where(t => t.Name.StartsWith("model.", StringComparison.Ordinal)).ToArray();
        var map = tensors.Select((t, i) => (t.Name, Shard: i % 3 == 0 ? First : Second)).ToDictionary(t => t.Name, t => t.Shard);
        foreach (var shard in tensors.GroupBy(t => map[t.Name]))
        {
            using var writer = new SafetensorsWriter(Path.Combine(_folder, shard.Key), shard.Select(t => (t.Name, t.DType, t.Shape)));
            foreach (var tensor in shard)
            {
                writer.Write(source.ReadBytes(tensor.Name));
            }
            writer.Complete();
        }
        change?.Invoke(map);
        WriteIndex(map);
        File.WriteAllText(Path.Combine(_folder, "config.json"), source.Metadata["config"]);
        File.Copy(TestData.File("tokenizer_tiny.model"), Path.Combine(_folder, "tokenizer.model"));
    }

    private void WriteIndex(Dictionary<string, string> map) =>
        File.WriteAllText(Path.Combine(_folder, Index), JsonSerializer.Serialize(new Dictionary<string, object> { ["metadata"] = new { total_size = 1 }, ["weight_map"] = map }));
}
