using PixelDiT.Server.Jobs;
using PixelDiT.Server.Storage;

namespace PixelDiT.Server.Tests.Storage;

/// <summary>Files that cannot be used as they are.</summary>
internal sealed class StoreFileTests
{
    private StoreFolder _folder = null!;

    private static readonly TestCaseData[] Damages =
    [
        new TestCaseData((Action<FileStream>)(f => f.Write(new byte[100]))).SetArgDisplayNames("header zeroed"),
        new TestCaseData((Action<FileStream>)(f => f.Write("this is no database"u8))).SetArgDisplayNames("header overwritten"),
        new TestCaseData((Action<FileStream>)(f => f.SetLength(f.Length / 2))).SetArgDisplayNames("cut in half"),
        new TestCaseData((Action<FileStream>)(f => f.SetLength(700))).SetArgDisplayNames("cut to a stump"),
        new TestCaseData((Action<FileStream>)(f =>
        {
            f.Position = 4096 * 3;
            f.Write(Enumerable.Repeat((byte)0xA5, (int)f.Length - (4096 * 3)).ToArray());
        })).SetArgDisplayNames("pages overwritten"),
    ];

    [SetUp]
    public void MakeFolder() => _folder = new StoreFolder();

    [TearDown]
    public void DeleteFolder() => _folder.Dispose();

    [TestCaseSource(nameof(Damages))]
    public async Task Open_Damaged_IsPutAsideLoudlyAndBegunAnew(Action<FileStream> damage)
    {
        using (var store = _folder.Open())
        {
            await store.EnqueueAsync(StoreFolder.JobOf("a"), default);
        }

        using (var file = System.IO.File.Open(_folder.File, FileMode.Open))
        {
            damage(file);
        }

        var broken = await System.IO.File.ReadAllBytesAsync(_folder.File);
        using var again = _folder.Open();

        Assert.That(await again.EnqueueAsync(StoreFolder.JobOf("b"), default), Is.EqualTo(EnqueueResult.Queued));
        Assert.That(again.Remaining, Is.EqualTo(1));
        var aside = Directory.GetFiles(Path.GetDirectoryName(_folder.File)!, "jobs.db.corrupt-20260101T120000*").Single();
        Assert.That(await System.IO.File.ReadAllBytesAsync(aside), Is.EqualTo(broken), "nothing of it is lost");
        Assert.That(_folder.Log.Text, Does.Contain("Critical StorePutAside").And.Contain(aside));
    }

    [TestCase("")]
    [TestCase("-wal")]
    [TestCase(".lock")]
    public async Task Write_FileGone_IsRefusedUntilItIsBack(string part)
    {
        using var store = _folder.Open();
        await store.EnqueueAsync(StoreFolder.JobOf("a"), default);
        var gone = _folder.File + part;
        System.IO.File.Move(gone, $"{gone}.away");

        Assert.That(async () => await store.EnqueueAsync(StoreFolder.JobOf("b"), default),
            Throws.TypeOf<JobStoreException>().With.Message.Contains($"{gone} was deleted or moved").And.Message.Contains("restart"));
        Assert.That(store.Probe, Throws.TypeOf<JobStoreException>());
        Assert.That(store.Remaining, Is.EqualTo(1));

        System.IO.File.Move($"{gone}.away", gone);
        Assert.That(await store.EnqueueAsync(StoreFolder.JobOf("b"), default), Is.EqualTo(EnqueueResult.Queued));
        store.Probe();
    }

    [Test]
    public async Task Interrupt_FileGone_InterruptsAllTheSame()
    {
        using var store = _folder.Open();
        await store.EnqueueAsync(StoreFolder.JobOf("a"), default);
        var running = store.TryTake()!;
        System.IO.File.Move(_folder.File, $"{_folder.File}.away");

        Assert.That((store.Interrupt("a", null), running.Interrupted.IsCancellationRequested), Is.EqualTo((true, true)));
        Assert.That(_folder.Log.Text, Does.Contain("InterruptNotWritten"));
        System.IO.File.Move($"{_folder.File}.away", _folder.File);
    }

    [Test]
    public async Task Read_FailsOnce_WorksAgainAfterwards()
    {
        using var store = _folder.Open();
        await store.EnqueueAsync(StoreFolder.JobOf("a"), default);
        Assert.That(await store.ListAsync(), Is.EqualTo("a:pending"));
        _folder.Sql("ALTER TABLE store RENAME TO away");
        Assert.That(async () => await store.ListAsync(), Throws.TypeOf<JobStoreException>());

        _folder.Sql("ALTER TABLE away RENAME TO store");
        StoreFolder.RunNext(store);
        foreach (var _ in Enumerable.Range(0, 8))
        {
            Assert.That(await store.ListAsync(), Is.EqualTo("a:completed"));
        }
    }

    [Test]
    public async Task Read_DamagedAndNothingCanBeWrittenBesideIt_IsAStoreException()
    {
        using var store = _folder.Open();
        await store.EnqueueAsync(StoreFolder.JobOf("a"), default);
        Directory.CreateDirectory($"{_folder.File}.suspect");
        _folder.Sql("PRAGMA wal_checkpoint(TRUNCATE)");
        using (var file = new FileStream(_folder.File, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.Position = 2048;
            file.Write(Enumerable.Repeat((byte)0xA5, (int)file.Length - 2048).ToArray());
        }

        Assert.That(async () => await store.ListAsync(), Throws.TypeOf<JobStoreException>());
    }

    [Test]
    public void Open_DamagedTwiceInASecond_KeepsBoth()
    {
        foreach (var _ in Enumerable.Range(0, 2))
        {
            _folder.Open().Dispose();
            System.IO.File.WriteAllText(_folder.File, "this is no database, and long enough to be looked at");
        }

        _folder.Open().Dispose();

        Assert.That(Directory.GetFiles(Path.GetDirectoryName(_folder.File)!, "*.corrupt-*"), Has.Length.EqualTo(2));
    }

    [Test]
    public void Open_NewerVersion_IsRefusedAndLeftAlone()
    {
        _folder.Open().Dispose();
        _folder.Sql("PRAGMA user_version = 1000");
        var before = System.IO.File.ReadAllBytes(_folder.File);

        var e = Assert.Throws<JobStoreException>(() => _folder.Open())!;

        Assert.That(e.Problem, Is.EqualTo(JobStoreProblem.NewerVersion));
        Assert.That(e.Message, Does.Contain(_folder.File).And.Contain("newer version").And.Contain("--job-store"));
        Assert.That(System.IO.File.ReadAllBytes(_folder.File), Is.EqualTo(before));
    }

    [Test]
    public void Open_DatabaseOfAnotherProgram_IsRefusedAndLeftAlone()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.File)!);
        _folder.Sql("CREATE TABLE songs (title TEXT)");

        var e = Assert.Throws<JobStoreException>(() => _folder.Open())!;

        Assert.That(e.Problem, Is.EqualTo(JobStoreProblem.ForeignFile));
        Assert.That(_folder.Sql("SELECT count(*) FROM sqlite_schema"), Is.EqualTo(1));
    }

    [Test]
    public void Open_SomeOtherFile_IsRefusedAndLeftAlone()
    {
        var file = Path.Combine(_folder.Folder, "notes.txt");
        System.IO.File.WriteAllText(file, "buy milk");

        var e = Assert.Throws<JobStoreException>(() => SqliteJobStore.Open(file, new JobStoreOptions(), _folder.Time, _folder.Log))!;

        Assert.That((e.Problem, e.File), Is.EqualTo((JobStoreProblem.ForeignFile, file)));
        Assert.That(System.IO.File.ReadAllText(file), Is.EqualTo("buy milk"));
    }

    [Test]
    public void Open_Folder_IsRefused() => Assert.That(
        () => SqliteJobStore.Open(_folder.Folder, new JobStoreOptions(), _folder.Time, _folder.Log),
        Throws.TypeOf<JobStoreException>().With.Property("Problem").EqualTo(JobStoreProblem.ForeignFile));

    [Test]
    public void Open_FolderCannotBeMade_IsRefusedWithWhatToDo()
    {
        System.IO.File.WriteAllText(Path.Combine(_folder.Folder, "pixeldit"), "a file in the way");

        var e = Assert.Throws<JobStoreException>(() => _folder.Open())!;

        Assert.That(e.Problem, Is.EqualTo(JobStoreProblem.NotAccessible));
        Assert.That(e.Message, Does.Contain("--job-store memory"));
    }

    [Test]
    public void Open_Twice_SecondIsRefusedUntilTheFirstIsClosed()
    {
        using (_folder.Open())
        {
            var e = Assert.Throws<JobStoreException>(() => _folder.Open())!;
            Assert.That(e.Problem, Is.EqualTo(JobStoreProblem.InUse));
            Assert.That(e.Message, Does.Contain("Another server").And.Contain("--base-directory"));
        }

        Assert.That(() => _folder.Open().Dispose(), Throws.Nothing);
    }

    [Test]
    public async Task Suspected_IsCheckedWhollyAtTheNextStart()
    {
        using (var store = _folder.Open())
        {
            await store.EnqueueAsync(StoreFolder.JobOf("a"), default);
        }

        StoreFile.Suspect(_folder.File);
        using var again = _folder.Open();

        Assert.That(await again.PendingAsync(), Is.EqualTo("a"), "it is sound");
        Assert.That(Directory.GetFiles(Path.GetDirectoryName(_folder.File)!, "*.suspect"), Is.Empty);
    }

    [Test]
    public void Open_LeftByAnUnfinishedFirstStart_IsMade()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.File)!);
        System.IO.File.WriteAllBytes(_folder.File, []);

        Assert.That(() => _folder.Open().Dispose(), Throws.Nothing);
        Assert.That(_folder.Sql("PRAGMA user_version"), Is.EqualTo(StoreSchema.Version));
        Assert.That(_folder.Sql("PRAGMA auto_vacuum"), Is.EqualTo(2));
    }

    [Test]
    public async Task Dispose_LeavesOneFile_AndRefusesFurtherUse()
    {
        var store = _folder.Open();
        await store.EnqueueAsync(StoreFolder.JobOf("a"), default);
        store.Dispose();
        store.Dispose();

        Assert.That(Directory.GetFiles(Path.GetDirectoryName(_folder.File)!).Select(Path.GetFileName), Is.EquivalentTo(new[] { "jobs.db", "jobs.db.lock" }));
        Assert.That(async () => await store.EnqueueAsync(StoreFolder.JobOf("b"), default), Throws.TypeOf<ObjectDisposedException>());
        Assert.That(store.TryTake(), Is.Null);
    }

    [Test]
    public async Task Clear_GivesTheRoomBackToTheDisk_AndLeavesWhatWaits()
    {
        using var store = _folder.Open();
        var prompt = $"\"{new string('x', 200 << 10)}\"";
        foreach (var i in Enumerable.Range(0, 40))
        {
            await store.EnqueueAsync(StoreFolder.JobOf($"{i}", i, prompt: prompt), default);
            StoreFolder.RunNext(store);
        }

        await store.EnqueueAsync(StoreFolder.JobOf("waiting"), default);
        Assert.That(_folder.Sql("PRAGMA page_count") * _folder.Sql("PRAGMA page_size"), Is.GreaterThan(7 << 20));

        await store.ClearAsync(null, default);

        Assert.That(_folder.Sql("SELECT (SELECT count(*) FROM result) + (SELECT count(*) FROM finished)"), Is.Zero);
        using var deadline = new CancellationTokenSource(TestServer.Deadline);
        while (_folder.Sql("SELECT garbage FROM store") != 0 || new FileInfo(_folder.File).Length is < 4096 or > 2 << 20)
        {
            await Task.Delay(20, deadline.Token);
        }

        Assert.That(_folder.Sql("SELECT count(*) FROM payload"), Is.EqualTo(1), "that of the waiting job");
        Assert.That(StoreFolder.RunNext(store), Is.EqualTo("waiting"));
        Assert.That(await store.HistoryAsync(), Is.EqualTo("waiting"));
    }

    [Test]
    public async Task Kill_RightAfterAClear_LeftoversGoAtTheNextStart()
    {
        using var store = _folder.Open();
        await store.EnqueueAsync(StoreFolder.JobOf("a", 1), default);
        await store.EnqueueAsync(StoreFolder.JobOf("b", 2), default);
        StoreFolder.RunNext(store);
        await store.ClearAsync(null, default);
        using var copy = _folder.AfterKill();

        using var again = copy.Open();
        StoreFolder.RunNext(again);
        using var deadline = new CancellationTokenSource(TestServer.Deadline);
        while (copy.Sql("SELECT garbage FROM store") != 0)
        {
            await Task.Delay(20, deadline.Token);
        }

        Assert.That(copy.Sql("SELECT count(*) FROM payload"), Is.EqualTo(1));
        Assert.That((await again.FindAsync("b", null, default))!.PromptJson.Length, Is.EqualTo(2));
    }
}
