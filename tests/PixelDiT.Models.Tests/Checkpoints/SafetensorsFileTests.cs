using PixelDiT.Models.Checkpoints;
using static TorchSharp.torch;

namespace PixelDiT.Models.Tests.Checkpoints;

[LeakCheck]
public sealed class SafetensorsFileTests
{
    private SafetensorsBytes _files = null!;

    [SetUp]
    public void CreateFolder() => _files = new SafetensorsBytes();

    [TearDown]
    public void RemoveFolder() => _files.Dispose();

    [Test]
    public void Load_AfterTheFileWasDisposed_StaysValid()
    {
        using var scope = NewDisposeScope();
        var file = SafetensorsFile.Open(TestData.File("gemma2_tiny.safetensors"));
        var weight = file.Load("model.norm.weight");
        var expected = weight.clone();
        file.Dispose();
        Assert.That(weight.shape, Is.EqualTo(new long[] { 64 }));
        TensorAssert.IsClose(weight, expected, "weight", 0);
    }

    [Test]
    public void Load_UnalignedData_HasTheRightValues()
    {
        // One byte first: the float after it straddles its natural alignment.
        var path = _files.Write("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"b":{"dtype":"F32","shape":[2],"data_offsets":[1,9]}}""", 9);
        using var scope = NewDisposeScope();
        using var file = SafetensorsFile.Open(path);
        var values = file.Load("b").data<float>().ToArray();
        Assert.That(values, Is.EqualTo(new[] { BitConverter.ToSingle([1, 2, 3, 4]), BitConverter.ToSingle([5, 6, 7, 8]) }));
    }

    [Test]
    public void Load_ScalarAndEmptyTensor_HaveTheirShapes()
    {
        var path = _files.Write("""{"s":{"dtype":"F32","shape":[],"data_offsets":[0,4]},"e":{"dtype":"F32","shape":[0,3],"data_offsets":[4,4]}}""", 4);
        using var scope = NewDisposeScope();
        using var file = SafetensorsFile.Open(path);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(file.Load("s").shape, Is.Empty);
            Assert.That(file.Load("e").shape, Is.EqualTo(new long[] { 0, 3 }));
        }
    }

    [Test]
    public void Load_UnknownName_NamesIt()
    {
        using var file = SafetensorsFile.Open(TestData.File("gemma2_tiny.safetensors"));
        Assert.That(() => file.Load("nothing"), Throws.TypeOf<CheckpointException>().With.Property("Tensor").EqualTo("nothing"));
    }

    [Test]
    public void Load_Fp8_SaysThatItHasNoTensorType()
    {
        var path = _files.Write("""{"w":{"dtype":"F8_E4M3","shape":[4],"data_offsets":[0,4]}}""", 4);
        using var file = SafetensorsFile.Open(path);
        Assert.That(() => file.Load("w"), Throws.TypeOf<CheckpointException>().With.Message.Contains("F8_E4M3"));
    }

    [Test]
    public void ReadBytes_TokenizerTensor_IsTheTokenizerFile()
    {
        using var file = SafetensorsFile.Open(TestData.File("gemma2_tiny.safetensors"));
        Assert.That(file.ReadBytes("spiece_model"), Is.EqualTo(File.ReadAllBytes(TestData.File("tokenizer_tiny.model"))));
    }

    [Test]
    public void Metadata_OfAReferenceFile_IsRead()
    {
        using var file = SafetensorsFile.Open(TestData.File("gemma2_tiny.safetensors"));
        Assert.That(file.Metadata["config"], Does.Contain("\"head_dim\": 16"));
    }

    [Test]
    public void Open_HeaderPaddedWithSpaces_IsAccepted()
    {
        var path = _files.Write("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}      """, 4);
        using var file = SafetensorsFile.Open(path);
        Assert.That(file.Tensors.Keys, Is.EqualTo(new[] { "a" }));
    }

    [Test]
    public void Writer_InPieces_WritesWhatTheReaderReads()
    {
        var path = _files.PathOf("written.safetensors");
        using (var writer = new SafetensorsWriter(path,
            [("a", SafetensorsDType.Of(ScalarType.Int32), [2, 2]), ("none", SafetensorsDType.Of(ScalarType.Float32), [0]), ("b", SafetensorsDType.Of(ScalarType.Byte), [3])],
            new Dictionary<string, string> { ["format"] = "pt" }))
        {
            writer.Write([1, 0, 0, 0, 2, 0, 0, 0]);
            Assert.That(writer.Current?.Name, Is.EqualTo("a"));
            writer.Write([3, 0, 0, 0, 4, 0, 0, 0]);
            Assert.That(writer.Current?.Name, Is.EqualTo("b"));
            writer.Write([7, 8, 9]);
            writer.Complete();
        }
        using var scope = NewDisposeScope();
        using var file = SafetensorsFile.Open(path);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(file.Load("a").data<int>().ToArray(), Is.EqualTo(new[] { 1, 2, 3, 4 }));
            Assert.That(file.ReadBytes("b"), Is.EqualTo(new byte[] { 7, 8, 9 }));
            Assert.That(file.Metadata["format"], Is.EqualTo("pt"));
            Assert.That(file.Tensors["a"].Offset % 64, Is.Zero, "data alignment");
        }
    }

    [Test]
    public void Writer_NotCompleted_LeavesNoFile()
    {
        var path = _files.PathOf("partial.safetensors");
        using (var writer = new SafetensorsWriter(path, [("a", SafetensorsDType.Of(ScalarType.Byte), [4])]))
        {
            writer.Write([1]);
            Assert.That(writer.Complete, Throws.InvalidOperationException);
        }
        Assert.That(Directory.GetFiles(Path.GetDirectoryName(path)!), Is.Empty);
    }

    [Test]
    public void Writer_TooManyBytes_AreRefused()
    {
        using var writer = new SafetensorsWriter(_files.PathOf("long.safetensors"), [("a", SafetensorsDType.Of(ScalarType.Byte), [4])]);
        Assert.That(() => writer.Write(new byte[5]), Throws.ArgumentException);
    }
}
