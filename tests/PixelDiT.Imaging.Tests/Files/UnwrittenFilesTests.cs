namespace PixelDiT.Imaging.Tests;

public sealed class UnwrittenFilesTests
{
    private Folder _folder = null!;
    private UnwrittenFiles _files = null!;

    [SetUp]
    public void SetUp()
    {
        _folder = new Folder();
        _files = new UnwrittenFiles(_folder.Path, maxBytes: 10, maxFiles: 4);
    }

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public void TryAdd_RoomInMemory_WritesNothing()
    {
        Assert.That((_files.TryAdd("a", [1, 2]), _files.Count), Is.EqualTo((true, 1)));
        Assert.That(_folder.Files, Is.Empty);
    }

    [Test]
    public void TryAdd_NameInMemoryOrOnDiskOrOfAFolder_IsRefused()
    {
        _folder.Touch("disk");
        Directory.CreateDirectory(_folder["folder"]);
        _files.TryAdd("memory", [1]);
        Assert.That(((string[])["disk", "folder", "memory"]).Select(n => _files.TryAdd(n, [2])), Is.All.False);
        _files.WriteAll();
        Assert.That((File.ReadAllText(_folder["disk"]), File.ReadAllBytes(_folder["memory"])), Is.EqualTo(("old", new byte[] { 1 })));
    }

    [Test]
    public void TryAdd_TooManyBytes_WritesTheOldest()
    {
        foreach (var name in (string[])["a", "b", "c"])
        {
            _files.TryAdd(name, new byte[4]);
        }

        Assert.That(_folder.Files, Is.EqualTo(new[] { "a" }));
        Assert.That(_files.Count, Is.EqualTo(2));
    }

    [Test]
    public void TryAdd_TooManyFiles_WritesTheOldest()
    {
        foreach (var name in (string[])["a", "b", "c", "d", "e", "f"])
        {
            _files.TryAdd(name, [1]);
        }

        Assert.That(_folder.Files, Is.EquivalentTo(new[] { "a", "b" }));
    }

    [Test]
    public void TryAdd_MoreThanAllRoom_IsWrittenAtOnce()
    {
        Assert.That(_files.TryAdd("large", new byte[11]), Is.True);
        Assert.That((_folder.Files.Single(), _files.Count), Is.EqualTo(("large", 0)));
    }

    [Test]
    public void TryAdd_NoRoomAndAFolderThatRefuses_ThrowsAndKeepsTheOthersOnly()
    {
        var blocked = new UnwrittenFiles(_folder["file"], maxBytes: 10);
        blocked.TryAdd("a", new byte[8]);
        _folder.Touch("file");
        Assert.That(() => blocked.TryAdd("b", new byte[8]), Throws.InstanceOf<IOException>());
        Assert.That(blocked.Count, Is.EqualTo(1));

        File.Delete(_folder["file"]);
        blocked.WriteAll();
        Assert.That(Directory.GetFiles(_folder["file"]).Select(Path.GetFileName), Is.EqualTo(new[] { "a" }));
    }

    [Test]
    public void Write_FileInMemory_IsOnDiskAndNothingElse()
    {
        _files.TryAdd("a", [1]);
        _files.TryAdd("b", [2, 3]);
        _files.Write("b");
        _files.Write("unknown");
        Assert.That((_folder.Files.Single(), _files.Count), Is.EqualTo(("b", 1)));
        Assert.That(File.ReadAllBytes(_folder["b"]), Is.EqualTo(new byte[] { 2, 3 }));
    }

    [Test]
    public void Write_NameTakenMeanwhile_LeavesThatFile()
    {
        _files.TryAdd("a", [1]);
        _folder.Touch("a");
        _files.Write("a");
        Assert.That((File.ReadAllText(_folder["a"]), _folder.Files.Length, _files.Count), Is.EqualTo(("old", 1, 0)));
    }

    [Test]
    public void Drop_Files_AreNeverWritten()
    {
        _files.TryAdd("a", [1]);
        _files.Drop();
        _files.WriteAll();
        Assert.That((_folder.Files.Length, _files.Count, _files.TryAdd("a", [2])), Is.EqualTo((0, 0, true)));
    }

    [Test]
    public void Write_ManyThreads_EveryFileIsCompleteWhenTheCallReturns()
    {
        var files = new UnwrittenFiles(_folder.Path, maxFiles: 8);
        Parallel.For(0, 400, i =>
        {
            var name = $"{i:000}";
            Assert.That(files.TryAdd(name, [(byte)i, (byte)(i >> 8)]), Is.True);
            files.Write($"{i / 2:000}");
            files.Write(name);
            Assert.That(File.ReadAllBytes(_folder[name]), Is.EqualTo(new[] { (byte)i, (byte)(i >> 8) }));
        });
        Assert.That((files.Count, _folder.Files.Length), Is.EqualTo((0, 400)));
    }

    [Test]
    public void Batch_OfAFolderInMemory_CountsOnOverMemoryAndDisk()
    {
        var folder = new OutputFolder(_folder.Path) { Unwritten = new UnwrittenFiles(_folder.Path) };
        string Save(string prefix) => folder.Begin(prefix, 1, 1).Write([1]).FileName;

        var first = Save("a");
        folder.Unwritten.WriteAll();
        _folder.Touch("a_00003_.png");
        Assert.That(((string[])[first, Save("a"), Save("a")]), Is.EqualTo(new[] { "a_00001_.png", "a_00004_.png", "a_00005_.png" }));
        Assert.That(folder.Unwritten.Count, Is.EqualTo(2));
    }

    [Test]
    public void Batch_OfASubfolder_IsWrittenAtOnce()
    {
        var folder = new OutputFolder(_folder.Path) { Unwritten = new UnwrittenFiles(_folder.Path) };
        var saved = folder.Begin("sub/a", 1, 1).Write([1]);
        Assert.That((File.Exists(saved.FullPath), folder.Unwritten.Count), Is.EqualTo((true, 0)));
    }
}
