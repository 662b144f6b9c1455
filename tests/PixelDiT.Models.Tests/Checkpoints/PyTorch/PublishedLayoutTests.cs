using System.IO.Compression;
using PixelDiT.Models.Checkpoints;
using PixelDiT.Models.PixelDiT;
using PixelDiT.Models.Text;
using static TorchSharp.torch;

namespace PixelDiT.Models.Tests.Checkpoints.PyTorch;

/// <summary>The tiny models in the containers and under the names in which the real ones are published.</summary>
[LeakCheck]
public sealed class PublishedLayoutTests
{
    private TorchArchive _archives = null!;

    [SetUp]
    public void CreateFolder() => _archives = new TorchArchive();

    [TearDown]
    public void RemoveFolder() => _archives.Dispose();

    [TestCase("pixeldit_t2i_v1.pth", "state_dict", CompressionLevel.NoCompression)]
    [TestCase("pixeldit.pt", null, CompressionLevel.NoCompression)]
    [TestCase("pixeldit.bin", "model", CompressionLevel.NoCompression)]
    [TestCase("pixeldit.ckpt", "state_dict", CompressionLevel.Optimal)]
    public void Load_TextToImageModelOfPyTorch_GivesTheReferenceVelocity(string name, string? below, CompressionLevel level)
    {
        using var source = Checkpoint.Open(TestData.File("t2i_tiny.safetensors"));
        // "model" alone in the file, as some tools save it; the training copy and the projector of the published file beside the model elsewhere.
        var path = below == "model" ? OnlyModel(source, name)
            : _archives.Write(source, name, n => n.Contains("_repa_projector", StringComparison.Ordinal) ? [n] : [n, n.Replace("core.", "net_ema.", StringComparison.Ordinal)], below, level);
        using var scope = NewDisposeScope();
        using var model = PixelDiTT2I.Load(path, TensorAssert.Float32);
        var velocity = model.Forward(
            TensorAssert.Reference("t2i_tiny_cases.safetensors", "case1.x"),
            TensorAssert.Reference("t2i_tiny_cases.safetensors", "case1.t"),
            TensorAssert.Reference("t2i_tiny_cases.safetensors", "case1.context"));
        using (Assert.EnterMultipleScope())
        {
            TensorAssert.IsClose(velocity, TensorAssert.Reference("t2i_tiny_cases.safetensors", "case1.velocity"), "velocity");
            Assert.That(model.WeightBytes, Is.EqualTo(model.Config.ParameterCount * 4), "the model's own weights only");
        }
    }

    [Test]
    public void Load_TextEncoderOfPyTorch_GivesTheReferenceConditioning()
    {
        using var source = Checkpoint.Open(TestData.File("gemma2_tiny.safetensors"));
        var path = _archives.Write(source, "pytorch_model.bin", n => [n]);
        File.WriteAllText(_archives.PathOf("config.json"), source.Metadata["config"]);
        using var scope = NewDisposeScope();
        using var encoder = TextEncoder.Load(path, TensorAssert.Float32);
        using var original = TextEncoder.Load(TestData.File("gemma2_tiny.safetensors"), TensorAssert.Float32);
        using var actual = encoder.Encode("a blue square");
        using var expected = original.Encode("a blue square");
        TensorAssert.IsClose(actual.Embeddings, expected.Embeddings, "embeddings", 0);
    }

    [Test]
    public void Load_ShapesThatDoNotFit_NamesTensorFoundAndExpected()
    {
        using var source = Checkpoint.Open(TestData.File("t2i_tiny.safetensors"));
        // Two tensors change places: both are there, neither fits.
        const string a = "core.patch_blocks.0.norm_x1.weight", b = "core.patch_blocks.0.attn.q_norm_x.weight";
        var path = _archives.Write(source, "mixed.pth", n => [n == a.Replace(".0.", ".1.", StringComparison.Ordinal) ? b.Replace(".0.", ".1.", StringComparison.Ordinal)
            : n == b.Replace(".0.", ".1.", StringComparison.Ordinal) ? a.Replace(".0.", ".1.", StringComparison.Ordinal) : n]);
        var error = Assert.Throws<CheckpointException>(() => PixelDiTCheckpoint.Check(path));
        Assert.That(error.Message, Does.Contain("'core.patch_blocks.1.norm_x1.weight'").And.Contain("has shape [").And.Contain("expected shape [64]"));
    }

    private string OnlyModel(Checkpoint source, string name)
    {
        var tensors = source.Tensors.Values.Where(t => t.Name.StartsWith("core.", StringComparison.Ordinal)).ToArray();
        var pickle = new PickleBytes().Dictionary(("model", p => p.Dictionary([.. tensors.Select((t, i) =>
            (t.Name, (Action<PickleBytes>)(q => q.Tensor($"{i}", t.Count, 0, t.Shape, [.. t.Shape.Select((_, d) => t.Shape.Skip(d + 1).Aggregate(1L, (x, y) => x * y))]))))]))).Stop();
        return _archives.WriteEntries(name, CompressionLevel.NoCompression, [("archive/data.pkl", pickle), .. tensors.Select((t, i) => ($"archive/data/{i}", source.ReadBytes(t.Name)))]);
    }
}
