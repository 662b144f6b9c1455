using System.IO.Compression;
using PixelDiT.Models.Checkpoints;
using static TorchSharp.torch;

namespace PixelDiT.Models.Tests.Checkpoints.PyTorch;

[LeakCheck]
public sealed class PyTorchFileTests
{
    private TorchArchive _archives = null!;

    [SetUp]
    public void CreateFolder() => _archives = new TorchArchive();

    [TearDown]
    public void RemoveFolder() => _archives.Dispose();

    // As torch.save of PyTorch 1.13 wrote them: a training checkpoint, and a bare state_dict in protocol 4.
    [TestCase("torch_save.pth", 18)]
    [TestCase("torch_save_protocol4.pth", 12)]
    public void Open_FileOfPyTorch_HasItsTensors(string name, int all)
    {
        using var scope = NewDisposeScope();
        using var file = Checkpoint.Open(TestData.File(name));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(file.Tensors.Keys, Is.EquivalentTo(new[] { "weight", "bias", "half", "bf16", "double", "long", "bool", "scalar", "empty", "rows", "transposed", "parameter" }));
            Assert.That(file.Tensors.Count + file.OtherTensors, Is.EqualTo(all));
            Expect("weight", [2, 3], -1, -0.75, -0.5, -0.25, 0, 0.25);
            Expect("bias", [2], -1, -0.75);
            Expect("half", [5], -1, -0.75, -0.5, -0.25, 0);
            Expect("bf16", [2, 2], -1, -0.75, -0.5, -0.25);
            Expect("double", [3], -1, -0.75, -0.5);
            Expect("long", [4], 0, 1, 2, 3);
            Expect("bool", [3], 1, 0, 1);
            Expect("scalar", [], 2.5);
            Expect("empty", [0, 3]);
            Expect("rows", [2, 6], [.. Enumerable.Range(6, 12).Select(i => (i / 4.0) - 1)]);
            Expect("transposed", [6, 4], [.. Enumerable.Range(0, 24).Select(i => ((i / 4) + (i % 4 * 6)) / 4.0 - 1)]);
            Expect("parameter", [2, 4], [.. Enumerable.Range(0, 8).Select(i => (i / 4.0) - 1)]);
        }

        void Expect(string tensor, long[] shape, params double[] values)
        {
            var loaded = file.Load(tensor);
            Assert.That(loaded.shape, Is.EqualTo(shape), tensor);
            Assert.That(loaded.to(float64).data<double>().ToArray(), Is.EqualTo(values), tensor);
        }
    }

    [Test]
    public void Open_TrainingCheckpoint_HasItsNumbersAsMetadata()
    {
        using var file = Checkpoint.Open(TestData.File("torch_save.pth"));
        Assert.That(file.Metadata, Is.EquivalentTo(new Dictionary<string, string> { ["epoch"] = "7", ["global_step"] = "123456789012", ["loss"] = "0.25" }));
    }

    [Test]
    public void ReadBytes_OfATransposedTensor_AreInItsOrder()
    {
        using var scope = NewDisposeScope();
        using var file = Checkpoint.Open(TestData.File("torch_save.pth"));
        Assert.That(file.ReadBytes("transposed"), Is.EqualTo(file.Load("transposed").bytes.ToArray()));
    }

    [Test]
    public void Load_AfterTheFileWasDisposed_StaysValid()
    {
        using var scope = NewDisposeScope();
        Tensor weight;
        using (var file = Checkpoint.Open(TestData.File("torch_save.pth")))
        {
            weight = file.Load("parameter");
        }
        Assert.That(weight.data<float>().ToArray(), Is.EqualTo(Enumerable.Range(0, 8).Select(i => (i / 4f) - 1)));
    }

    [Test]
    public void Load_CompressedArchive_HasTheSameBytes()
    {
        using var source = Checkpoint.Open(TestData.File("t2i_tiny.safetensors"));
        using var file = Checkpoint.Open(_archives.Write(source, "small.pth", n => [n], level: CompressionLevel.Optimal));
        foreach (var name in source.Tensors.Keys)
        {
            Assert.That(file.ReadBytes(name), Is.EqualTo(source.ReadBytes(name)), name);
        }
    }

    [Test]
    public void Open_Fp8TensorOfANewerPyTorch_HasItsCodes()
    {
        var pickle = new PickleBytes().Dictionary(("w", p => p.Global("torch._utils", "_rebuild_tensor_v3")
            .Tuple(
                q => q.Storage("0", 6, "UntypedStorage", "torch.storage"), q => q.Long(0), q => q.Longs(2, 3), q => q.Longs(3, 1), q => q.Raw(0x89),
                q => q.Global("collections", "OrderedDict").Op(')').Op('R'), q => q.Global("torch", "float8_e4m3fn"))
            .Op('R'))).Stop();
        using var file = Checkpoint.Open(_archives.Write(pickle, ("0", [1, 2, 3, 4, 5, 6])));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(file.Tensors["w"].DType.Name, Is.EqualTo("F8_E4M3"));
            Assert.That(file.ReadBytes("w"), Is.EqualTo(new byte[] { 1, 2, 3, 4, 5, 6 }));
        }
    }

    private static readonly TestCaseData[] BadViews =
    [
        Case("beyond the storage", 4, 0, [5], [1], "[5]"),
        Case("offset beyond the storage", 4, 3, [2], [1], "at element 3"),
        Case("stride beyond the storage", 4, 0, [2, 2], [3, 1], "[3, 1]"),
        Case("negative offset", 4, -1, [2], [1], "at element -1"),
        Case("negative size", 4, 0, [-2], [1], "size or stride of -2"),
        Case("negative stride", 4, 3, [2], [-1], "size or stride of -1"),
        Case("sizes that overflow", 4, 0, [long.MaxValue, long.MaxValue], [1, 1], "[9223372036854775807, 9223372036854775807]"),
        Case("strides that overflow", 4, 0, [2, 2], [long.MaxValue, long.MaxValue], "inside its storage of 16 bytes"),
        Case("offset that overflows", 4, long.MaxValue, [2], [1], "inside its storage of 16 bytes"),
        Case("elements on each other", 4, 0, [1000], [0], "share memory"),
        Case("strides missing", 4, 0, [2, 2], [1], "a tensor from (storage, number, tuple, tuple"),
        Case("storage larger than its entry", 5, 0, [5], [1], "5 elements (20 bytes)"),
        Case("negative storage", -1, 0, [0], [1], "-1 elements"),
        Case("storage that overflows", long.MaxValue, 0, [1], [1], "9223372036854775807 elements"),
    ];

    [TestCaseSource(nameof(BadViews))]
    public void Open_TensorOutsideItsStorage_IsRefused(long elements, long offset, long[] shape, long[] strides, string words)
    {
        var pickle = new PickleBytes().Dictionary(("w", p => p.Tensor("0", elements, offset, shape, strides))).Stop();
        var path = _archives.Write(pickle, ("0", new byte[16]));
        Assert.That(() => Checkpoint.Open(path), Throws.TypeOf<CheckpointException>().With.Message.Contains(words).And.Message.Contains(path));
    }

    [Test]
    public void Open_ManyTensorsOnOneStorage_AreRefused()
    {
        var pickle = new PickleBytes().Dictionary([.. Enumerable.Range(0, 5).Select(i => ($"w{i}", (Action<PickleBytes>)(p => p.Tensor("0", 4, 0, [4], [1]))))]).Stop();
        Assert.That(() => Checkpoint.Open(_archives.Write(pickle, ("0", new byte[16]))), Throws.TypeOf<CheckpointException>().With.Message.Contains("many times over"));
    }

    [Test]
    public void Open_NoDictionary_SaysSo() =>
        Assert.That(() => Checkpoint.Open(_archives.Write(new PickleBytes().Int(1).Stop())), Throws.TypeOf<CheckpointException>().With.Message.Contains("no dictionary"));

    [Test]
    public void Open_LegacyFile_SaysHowToConvertIt()
    {
        var path = _archives.PathOf("old.pth");
        File.WriteAllBytes(path, [0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, 0x2e, 0x80, 0x02, 0x4d, 0xe9, 0x03, 0x2e]);
        Assert.That(() => Checkpoint.Open(path), Throws.TypeOf<CheckpointException>().With.Message.Contains("before 1.6").And.Message.Contains("torch.save(torch.load("));
    }

    [Test]
    public void Open_BarePickle_SaysWhatItIs()
    {
        var path = _archives.PathOf("bare.bin");
        File.WriteAllBytes(path, new PickleBytes().Global("os", "system").Text("true").Raw(0x85).Op('R').Stop());
        Assert.That(() => Checkpoint.Open(path), Throws.TypeOf<CheckpointException>().With.Message.Contains("bare Python pickle"));
    }

    [Test]
    public void Open_TorchScript_SaysWhatItIs()
    {
        var path = _archives.WriteEntries("script.pt", CompressionLevel.NoCompression, ("m/data.pkl", new PickleBytes().Op('}').Stop()), ("m/constants.pkl", [1]));
        Assert.That(() => Checkpoint.Open(path), Throws.TypeOf<CheckpointException>().With.Message.Contains("TorchScript"));
    }

    [Test]
    public void Open_AnotherArchive_SaysWhatIsMissing()
    {
        var path = _archives.WriteEntries("docs.pth", CompressionLevel.Optimal, ("readme.txt", [1]));
        Assert.That(() => Checkpoint.Open(path), Throws.TypeOf<CheckpointException>().With.Message.Contains("'data.pkl'"));
    }

    [Test]
    public void Open_BigEndianFile_IsRefused()
    {
        var path = _archives.WriteEntries("big.pth", CompressionLevel.NoCompression, ("m/data.pkl", new PickleBytes().Op('}').Stop()), ("m/byteorder", "big"u8.ToArray()));
        Assert.That(() => Checkpoint.Open(path), Throws.TypeOf<CheckpointException>().With.Message.Contains("'big'"));
    }

    private static TestCaseData Case(string name, long elements, long offset, long[] shape, long[] strides, string words) =>
        new TestCaseData(elements, offset, shape, strides, words).SetArgDisplayNames(name);
}
