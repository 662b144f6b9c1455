using System.Text;
using PixelDiT.Models.Checkpoints;

namespace PixelDiT.Models.Tests.Checkpoints;

public sealed class SafetensorsCorruptionTests
{
    private SafetensorsBytes _files = null!;

    [SetUp]
    public void CreateFolder() => _files = new SafetensorsBytes();

    [TearDown]
    public void RemoveFolder() => _files.Dispose();

    // json, bytes of data, the tensor that the error must name, and words of the message.
    private static readonly TestCaseData[] BadHeaders =
    [
        Case("truncated data", """{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}""", 12, "a", "truncated"),
        Case("shape and offsets disagree", """{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,16]}}""", 16, "a", "12 for F32 [3]"),
        Case("unknown dtype", """{"a":{"dtype":"F12","shape":[4],"data_offsets":[0,6]}}""", 6, "a", "'F12'"),
        Case("overlap", """{"a":{"dtype":"U8","shape":[8],"data_offsets":[0,8]},"b":{"dtype":"U8","shape":[8],"data_offsets":[4,12]}}""", 12, "b", "overlaps that of 'a' by 4"),
        Case("hole", """{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[8,12]}}""", 12, "b", "4 bytes before its data"),
        Case("trailing bytes", """{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}""", 5, null, "1 bytes after the last tensor"),
        Case("duplicate name", """{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"a":{"dtype":"U8","shape":[4],"data_offsets":[4,8]}}""", 8, "a", "twice"),
        Case("duplicate field", """{"a":{"dtype":"U8","dtype":"I8","shape":[4],"data_offsets":[0,4]}}""", 4, "a", "'dtype' occurs twice"),
        Case("negative offset", """{"a":{"dtype":"U8","shape":[4],"data_offsets":[-4,0]}}""", 4, "a", "-4"),
        Case("reversed offsets", """{"a":{"dtype":"U8","shape":[4],"data_offsets":[4,0]}}""", 4, "a", "begin <= end"),
        Case("three offsets", """{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4,8]}}""", 4, "a", "[0, 4, 8]"),
        Case("negative size", """{"a":{"dtype":"U8","shape":[-4],"data_offsets":[0,4]}}""", 4, "a", "-4"),
        Case("fractional size", """{"a":{"dtype":"U8","shape":[4.5],"data_offsets":[0,4]}}""", 4, "a", "4.5"),
        Case("size as text", """{"a":{"dtype":"U8","shape":["4"],"data_offsets":[0,4]}}""", 4, "a", "String"),
        Case("more elements than countable", """{"a":{"dtype":"F32","shape":[4611686018427387904,16],"data_offsets":[0,4]}}""", 4, "a", "more elements"),
        Case("offset beyond 64 bits", """{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,99999999999999999999]}}""", 4, "a", "99999999999999999999"),
        Case("half a byte", """{"a":{"dtype":"F4","shape":[3],"data_offsets":[0,2]}}""", 2, "a", "12 bits"),
        Case("missing dtype", """{"a":{"shape":[4],"data_offsets":[0,4]}}""", 4, "a", "'dtype' is missing"),
        Case("missing shape", """{"a":{"dtype":"U8","data_offsets":[0,4]}}""", 4, "a", "'shape' is missing"),
        Case("missing offsets", """{"a":{"dtype":"U8","shape":[4]}}""", 4, "a", "'data_offsets' is missing"),
        Case("entry is no object", """{"a":[1,2,3]}""", 0, null, "a is a StartArray"),
        Case("header is no object", """[1,2,3]""", 0, null, "the header is a StartArray"),
        Case("unterminated JSON", """{"a":{"dtype":"U8" """, 0, null, "not valid safetensors JSON"),
        Case("text after the object", """{} x""", 0, null, "not valid safetensors JSON"),
        Case("metadata is no text", """{"__metadata__":{"step":1}}""", 0, null, "__metadata__.step is a Number"),
        Case("invalid UTF-8 escape", """{"\uD800":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}""", 0, null, "not valid safetensors JSON"),
    ];

    [TestCaseSource(nameof(BadHeaders))]
    public void Open_InconsistentHeader_NamesFileTensorAndFault(string json, int dataBytes, string? tensor, string words)
    {
        var path = _files.Write(json, dataBytes);
        var error = Assert.Throws<CheckpointException>(() => SafetensorsFile.Open(path));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(error.File, Is.EqualTo(path));
            Assert.That(error.Tensor, Is.EqualTo(tensor));
            Assert.That(error.Message, Does.Contain(path).And.Contain(words));
        }
    }

    [Test]
    public void Open_HeaderLongerThanFile_IsRefusedBeforeAllocating()
    {
        var path = _files.Write("{}", 100, headerLength: 90_000_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<CheckpointException>(() => SafetensorsFile.Open(path));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(error.Message, Does.Contain("90000000").And.Contain("110"));
            Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(1_000_000));
        }
    }

    [TestCase(ulong.MaxValue)]
    [TestCase(100_000_001UL)]
    public void Open_AbsurdHeaderLength_SaysItIsNoSafetensorsFile(ulong length)
    {
        var path = _files.Write("{}", 0, length);
        Assert.That(() => SafetensorsFile.Open(path), Throws.TypeOf<CheckpointException>().With.Message.Contains("no safetensors file"));
    }

    [TestCase(0)]
    [TestCase(7)]
    public void Open_FileShorterThanItsLengthField_SaysHowLongItIs(int bytes)
    {
        var path = _files.Write(new byte[bytes]);
        Assert.That(() => SafetensorsFile.Open(path), Throws.TypeOf<CheckpointException>().With.Message.Contains($"{bytes} bytes"));
    }

    [TestCase("PK\u0003\u0004 and the rest of an archive", "zip archive")]
    [TestCase("GGUF\u0003 and the rest of a model", "GGUF")]
    [TestCase("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 12\n", "Git LFS pointer")]
    public void Open_AnotherKindOfFile_SaysWhichKind(string content, string words)
    {
        var path = _files.Write(Encoding.ASCII.GetBytes(content));
        Assert.That(() => SafetensorsFile.Open(path), Throws.TypeOf<CheckpointException>().With.Message.Contains(words));
    }

    [Test]
    public void Open_ReferenceFileCutAnywhere_IsAlwaysACheckpointException()
    {
        var whole = File.ReadAllBytes(TestData.File("t2i_tiny_cases.safetensors"));
        // A fixed seed: the same cuts in every run.
        var random = new Random(7);
        for (var i = 0; i < 100; i++)
        {
            var path = _files.Write(whole[..random.Next(whole.Length)]);
            Assert.That(() => SafetensorsFile.Open(path), Throws.TypeOf<CheckpointException>());
        }
    }

    [Test]
    public void Open_ReferenceHeaderWithRandomBytes_EitherOpensOrSaysWhatIsWrong()
    {
        var whole = File.ReadAllBytes(TestData.File("t2i_tiny_cases.safetensors"));
        var random = new Random(11);
        for (var i = 0; i < 300; i++)
        {
            var bytes = (byte[])whole.Clone();
            bytes[random.Next(0, 2000)] = (byte)random.Next(256);
            var path = _files.Write(bytes);
            try
            {
                SafetensorsFile.Open(path).Dispose();
            }
            catch (CheckpointException e)
            {
                Assert.That(e.Message, Does.Contain(path));
            }
        }
    }

    private static TestCaseData Case(string name, string json, int dataBytes, string? tensor, string words) =>
        new TestCaseData(json, dataBytes, tensor, words).SetArgDisplayNames(name);
}
