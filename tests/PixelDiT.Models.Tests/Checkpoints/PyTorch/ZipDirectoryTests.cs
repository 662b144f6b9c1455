using PixelDiT.Models.Checkpoints.PyTorch;
using PixelDiT.Models.Checkpoints;

namespace PixelDiT.Models.Tests.Checkpoints.PyTorch;

/// <summary>Archives that are unusual, and archives that lie.</summary>
[LeakCheck]
public sealed class ZipDirectoryTests
{
    private static readonly byte[] Pickle = new PickleBytes().Dictionary(("w", p => p.Tensor("0", 4, 0, [4], [1]))).Stop();
    private static readonly byte[] Floats = [0, 0, 128, 63, 0, 0, 0, 64, 0, 0, 64, 64, 0, 0, 128, 64];

    private TorchArchive _archives = null!;

    [SetUp]
    public void CreateFolder() => _archives = new TorchArchive();

    [TearDown]
    public void RemoveFolder() => _archives.Dispose();

    [TestCase(false, false, 0, 0)]
    [TestCase(true, false, 0, 0)]
    [TestCase(false, true, 0, 0)]
    [TestCase(true, true, 0, 0)]
    [TestCase(false, false, 8, 0)]
    [TestCase(false, false, 8, 8)]
    public void Open_UnusualArchive_HasItsTensor(bool zip64End, bool zip64Entries, int flags, int method)
    {
        using var file = Open(zip64End, Entry("m/data.pkl", Pickle), Entry("m/data/0", Floats));
        Assert.That(file.ReadBytes("w"), Is.EqualTo(Floats));

        RawEntry Entry(string name, byte[] bytes) => new(name, bytes) { Zip64 = zip64Entries, Flags = (ushort)flags, Method = (ushort)method };
    }

    private static readonly TestCaseData[] Lies =
    [
        Case("encrypted", "is encrypted", new RawEntry("m/data.pkl", Pickle) { Flags = 1 }),
        Case("unknown compression", "compressed by method 14", new RawEntry("m/data.pkl", Pickle) { Method = 14 }),
        Case("same name twice", "called 'm/data/0'", new RawEntry("m/data.pkl", Pickle), new RawEntry("m/data/0", Floats), new RawEntry("m/data/0", Floats)),
        Case("entries on each other", "of the archive share bytes", new RawEntry("m/data.pkl", Pickle), new RawEntry("m/data/0", Floats) { ClaimedOffset = 0, ClaimedLength = 16, ClaimedCompressed = 16 }),
        Case("longer than the file", "an entry inside the file", new RawEntry("m/data.pkl", Pickle), new RawEntry("m/data/0", Floats) { ClaimedLength = 1 << 30, ClaimedCompressed = 1 << 30 }),
        Case("stored with two lengths", "claims 16 bytes, 12 in the file", new RawEntry("m/data.pkl", Pickle), new RawEntry("m/data/0", Floats) { ClaimedCompressed = 12 }),
        Case("offset beyond the file", "an entry inside the file", new RawEntry("m/data.pkl", Pickle), new RawEntry("m/data/0", Floats) { ClaimedOffset = 1 << 30 }),
        Case("offset of no entry", "there is no entry at byte 3", new RawEntry("m/data.pkl", Pickle), new RawEntry("m/data/0", Floats) { ClaimedOffset = 3 }),
        Case("64 bits that are not there", "need 64 bits", new RawEntry("m/data.pkl", Pickle) { ClaimedLength = uint.MaxValue, ClaimedCompressed = uint.MaxValue }),
        Case("pickle that is too long", "the pickle 'm/data.pkl' has", new RawEntry("m/data.pkl", Noise(80_000)) { Method = 8, ClaimedLength = (uint)PyTorchFile.MaxPickleBytes + 1 }),
        Case("longer than compression can be", "cannot hold", new RawEntry("m/data.pkl", Pickle), new RawEntry("m/data/0", Floats) { Method = 8, ClaimedLength = 1 << 30 }),
        Case("pickle that ends too early", "cannot be decompressed to", new RawEntry("m/data.pkl", Pickle) { Method = 8, ClaimedLength = (uint)Pickle.Length + 1 }),
        Case("pickle that goes on", "cannot be decompressed to", new RawEntry("m/data.pkl", Pickle) { Method = 8, ClaimedLength = (uint)Pickle.Length - 1 }),
    ];

    [TestCaseSource(nameof(Lies))]
    public void Open_ArchiveThatLies_SaysWhatIsWrong(string words, object entries) =>
        Assert.That(() => Open(false, (RawEntry[])entries), Throws.TypeOf<CheckpointException>().With.Message.Contains(words));

    [Test]
    public void Open_ZipBomb_IsRefusedBeforeItGrows()
    {
        // 80 MB of zeros take 80 kB: the directory says so, and nothing is decompressed.
        var zeros = new byte[80 << 20];
        var pickle = new PickleBytes().Dictionary(("w", p => p.Tensor("0", zeros.Length / 4, 0, [zeros.Length / 4], [1]))).Stop();
        var before = GC.GetTotalAllocatedBytes();
        Assert.That(() => Open(false, new RawEntry("m/data.pkl", pickle), new RawEntry("m/data/0", zeros) { Method = 8 }),
            Throws.TypeOf<CheckpointException>().With.Message.Contains("grow beyond").And.Property("Tensor").EqualTo("w"));
        Assert.That(GC.GetTotalAllocatedBytes() - before, Is.LessThan(20 << 20));
    }

    [Test]
    public void Open_StorageThatDecompressesToMore_IsRefusedWhenItIsUsed()
    {
        using var file = Open(false, new RawEntry("m/data.pkl", Pickle), new RawEntry("m/data/0", [.. Floats, 1, 2, 3]) { Method = 8, ClaimedLength = 16 });
        Assert.That(() => file.Load("w"), Throws.TypeOf<CheckpointException>().With.Message.Contains("'m/data/0'"));
    }

    [Test]
    public void Open_ArchiveCutAnywhere_SaysWhatIsWrong()
    {
        var whole = File.ReadAllBytes(TestData.File("torch_save.pth"));
        for (var length = 0; length < whole.Length; length += 7)
        {
            var path = _archives.PathOf("cut.pth");
            File.WriteAllBytes(path, whole[..length]);
            Assert.That(() => Checkpoint.Open(path), Throws.TypeOf<CheckpointException>().With.Message.Contains(path));
        }
    }

    // Bytes that no compression makes shorter.
    private static byte[] Noise(int length)
    {
        var bytes = new byte[length];
        new Random(1).NextBytes(bytes);
        return bytes;
    }

    private Checkpoint Open(bool zip64End, params RawEntry[] entries)
    {
        var path = _archives.PathOf("raw.pth");
        File.WriteAllBytes(path, RawZip.Build(zip64End, entries));
        return Checkpoint.Open(path);
    }

    private static TestCaseData Case(string name, string words, params RawEntry[] entries) => new TestCaseData(words, entries).SetArgDisplayNames(name);
}
