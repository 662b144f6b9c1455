using PixelDiT.Models.Checkpoints;
using PixelDiT.Models.PixelDiT;
using static TorchSharp.torch;

namespace PixelDiT.Models.Tests.PixelDiT;

/// <summary>Files that are nearly, or not at all, a PixelDiT.</summary>
[LeakCheck]
public sealed class PixelDiTCheckpointTests
{
    private string _folder = null!;

    [SetUp]
    public void CreateFolder() => _folder = Directory.CreateTempSubdirectory("pixeldit").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [TestCase("")]
    [TestCase("net.")]
    [TestCase("model.diffusion_model.")]
    public void Load_AnotherPrefix_GivesTheSameVelocity(string prefix)
    {
        var path = Rewrite(e => e with { Name = prefix + e.Name["core.".Length..] });
        using var scope = NewDisposeScope();
        using var model = PixelDiTT2I.Load(path, TensorAssert.Float32);
        var velocity = model.Forward(
            TensorAssert.Reference("t2i_tiny_cases.safetensors", "case1.x"),
            TensorAssert.Reference("t2i_tiny_cases.safetensors", "case1.t"),
            TensorAssert.Reference("t2i_tiny_cases.safetensors", "case1.context"));
        TensorAssert.IsClose(velocity, TensorAssert.Reference("t2i_tiny_cases.safetensors", "case1.velocity"), "velocity");
    }

    [Test]
    public void Load_TrainingCopyBesideTheModel_IsIgnored()
    {
        var path = Rewrite(e => e, e => e with { Name = "net_ema." + e.Name["core.".Length..] });
        using var model = PixelDiTT2I.Load(path, TensorAssert.Float32);
        Assert.That(model.Config.PatchBlocks, Is.EqualTo(3));
    }

    [Test]
    public void Load_MissingTensor_NamesItAndItsShape()
    {
        var path = Rewrite(e => e.Name.EndsWith("patch_blocks.1.mlp_y.w3.weight", StringComparison.Ordinal) ? null : e);
        var error = Assert.Throws<CheckpointException>(() => PixelDiTT2I.Load(path, TensorAssert.Float32));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(error.Tensor, Is.EqualTo("core.patch_blocks.1.mlp_y.w3.weight"));
            Assert.That(error.Message, Does.Contain("missing").And.Contain("[170, 64]"));
        }
    }

    [Test]
    public void Check_MissingTensor_NamesItWithoutReadingWeights()
    {
        var path = Rewrite(e => e.Name.EndsWith("final_layer.linear.bias", StringComparison.Ordinal) ? null : e);
        Assert.That(() => PixelDiTCheckpoint.Check(path), Throws.TypeOf<CheckpointException>().With.Property("Tensor").EqualTo("core.final_layer.linear.bias"));
        Assert.That(PixelDiTCheckpoint.Check(TestData.File("t2i_tiny.safetensors")).PatchBlocks, Is.EqualTo(3));
    }

    [Test]
    public void Load_WrongShape_NamesFoundAndExpected()
    {
        var path = Rewrite(e => e.Name.EndsWith("patch_blocks.2.norm_x1.weight", StringComparison.Ordinal) ? e with { Shape = [8, 8] } : e);
        var error = Assert.Throws<CheckpointException>(() => PixelDiTT2I.Load(path, TensorAssert.Float32));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(error.Tensor, Is.EqualTo("core.patch_blocks.2.norm_x1.weight"));
            Assert.That(error.Message, Does.Contain("[8, 8]").And.Contain("[64]"));
        }
    }

    [Test]
    public void Load_IntegerWeights_AreRefusedByName()
    {
        var bytes = SafetensorsDType.Find("I8")!;
        var path = Rewrite(e => e.Name.EndsWith("patch_blocks.0.mlp_x.w1.weight", StringComparison.Ordinal) ? e with { DType = bytes, Length = e.Count } : e);
        Assert.That(() => PixelDiTT2I.Load(path, TensorAssert.Float32),
            Throws.TypeOf<CheckpointException>().With.Message.Contains("I8").And.Property("Tensor").EqualTo("core.patch_blocks.0.mlp_x.w1.weight"));
    }

    [Test]
    public void Load_TextEncoder_SaysThatItIsOne() =>
        Assert.That(() => PixelDiTT2I.Load(TestData.File("gemma2_tiny.safetensors"), TensorAssert.Float32),
            Throws.TypeOf<CheckpointException>().With.Message.Contains("looks like a Gemma-2 text encoder").And.Message.Contains("expected a PixelDiT text-to-image model"));

    [Test]
    public void Load_SomethingElse_ListsItsTensors() =>
        Assert.That(() => PixelDiTT2I.Load(TestData.File("conditioning_tiny.safetensors"), TensorAssert.Float32),
            Throws.TypeOf<CheckpointException>().With.Message.Contains("'case0.attention_mask'"));

    [Test]
    public void Load_MissingFile_IsFileNotFound() =>
        Assert.That(() => PixelDiTT2I.Load(Path.Combine(_folder, "none.safetensors"), TensorAssert.Float32), Throws.TypeOf<FileNotFoundException>());

    /// <summary>The tiny model with its entries changed, left out (null) or written twice.</summary>
    private string Rewrite(params Func<TensorEntry, TensorEntry?>[] copies)
    {
        using var source = SafetensorsFile.Open(TestData.File("t2i_tiny.safetensors"));
        var entries = source.Tensors.Values.Where(e => e.Name.StartsWith("core.", StringComparison.Ordinal));
        var changed = entries.SelectMany(e => copies.Select(c => (Source: e.Name, Entry: c(e)))).Where(c => c.Entry is not null).ToArray();
        var path = Path.Combine(_folder, "changed.safetensors");
        using var writer = new SafetensorsWriter(path, changed.Select(c => (c.Entry!.Name, c.Entry.DType, c.Entry.Shape)));
        foreach (var (name, entry) in changed)
        {
            writer.Write(source.ReadBytes(name).AsSpan(0, (int)entry!.Length));
        }
        writer.Complete();
        return path;
    }
}
