namespace PixelDiT.Models.Tests.Loading;

public sealed class ModelHandleTests
{
    private string _file = null!;

    [SetUp]
    public void CreateFile()
    {
        _file = Path.GetTempFileName();
        File.WriteAllText(_file, "v1");
    }

    [TearDown]
    public void RemoveFile() => File.Delete(_file);

    [Test]
    public void Get_Twice_LoadsOnce()
    {
        var handle = new ModelHandle<FakeModel>(_file, p => new FakeModel(p));
        Assert.That(handle.IsLoaded, Is.False);
        var first = handle.Get();
        Assert.That(handle.Get(), Is.SameAs(first));
        Assert.That(handle.LoadedBytes, Is.EqualTo(FakeModel.Bytes));
    }

    [Test]
    public void Unload_FreesAndTheNextGetLoadsAgain()
    {
        var handle = new ModelHandle<FakeModel>(_file, p => new FakeModel(p));
        var first = handle.Get();
        handle.Unload();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(first.IsDisposed, Is.True);
            Assert.That(handle.LoadedBytes, Is.Zero);
            Assert.That(handle.Get(), Is.Not.SameAs(first));
        }
    }

    [Test]
    public void Get_FileChanged_LoadsTheNewOneAndFreesTheOld()
    {
        var handle = new ModelHandle<FakeModel>(_file, p => new FakeModel(p));
        var first = handle.Get();
        File.WriteAllText(_file, "version 2");
        var second = handle.Get();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(second.Content, Is.EqualTo("version 2"));
            Assert.That(first.IsDisposed, Is.True);
        }
    }

    [Test]
    public void Unload_WhileRented_FreesWhenTheLeaseEnds()
    {
        var handle = new ModelHandle<FakeModel>(_file, p => new FakeModel(p));
        var lease = handle.Rent();
        handle.Unload();
        Assert.That(lease.Model.IsDisposed, Is.False);
        lease.Dispose();
        lease.Dispose();
        Assert.That(lease.Model.IsDisposed, Is.True);
    }

    [Test]
    public void Get_LoadFails_ThrowsAndTriesAgain()
    {
        var attempts = 0;
        var handle = new ModelHandle<FakeModel>(_file, p => ++attempts == 1 ? throw new IOException("once") : new FakeModel(p));
        Assert.That(handle.Get, Throws.TypeOf<IOException>());
        Assert.That(handle.Get().Content, Is.EqualTo("v1"));
    }

    [Test]
    public void Get_MissingFile_IsFileNotFound()
    {
        var handle = new ModelHandle<FakeModel>(_file + ".none", p => new FakeModel(p));
        Assert.That(handle.Get, Throws.TypeOf<FileNotFoundException>());
    }

    [Test]
    public void Get_OnManyThreads_LoadsOnce()
    {
        var loads = 0;
        var handle = new ModelHandle<FakeModel>(_file, p =>
        {
            Interlocked.Increment(ref loads);
            return new FakeModel(p);
        });
        Parallel.For(0, 32, _ => handle.Get());
        Assert.That(loads, Is.EqualTo(1));
    }

    [Test]
    [CancelAfter(30_000)]
    public void LoadedBytes_WhileLoading_DoesNotWait(CancellationToken deadline)
    {
        using var started = new ManualResetEventSlim();
        using var go = new ManualResetEventSlim();
        var handle = new ModelHandle<FakeModel>(_file, p =>
        {
            started.Set();
            go.Wait(deadline);
            return new FakeModel(p);
        });
        var loading = Task.Run(handle.Get, deadline);
        started.Wait(deadline);
        Assert.That(handle.LoadedBytes, Is.Zero);
        go.Set();
        loading.Wait(deadline);
        Assert.That(handle.LoadedBytes, Is.EqualTo(FakeModel.Bytes));
    }

    [Test]
    public void Registry_SamePathAndOptions_IsOneHandle()
    {
        var registry = new ModelRegistry();
        var a = registry.Handle(_file, new Options("x"), (p, _) => new FakeModel(p));
        var same = registry.Handle(Path.Combine(Path.GetDirectoryName(_file)!, ".", Path.GetFileName(_file)), new Options("x"), (p, _) => new FakeModel(p));
        var other = registry.Handle(_file, new Options("y"), (p, _) => new FakeModel(p));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(same, Is.SameAs(a));
            Assert.That(other, Is.Not.SameAs(a));
        }
    }

    [Test]
    public void Registry_UnloadAll_FreesEveryModel()
    {
        var registry = new ModelRegistry();
        var a = registry.Handle(_file, new Options("x"), (p, _) => new FakeModel(p)).Get();
        var b = registry.Handle(_file, new Options("y"), (p, _) => new FakeModel(p)).Get();
        Assert.That(registry.LoadedBytes, Is.EqualTo(2 * FakeModel.Bytes));
        registry.UnloadAll();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(a.IsDisposed && b.IsDisposed, Is.True);
            Assert.That(registry.LoadedBytes, Is.Zero);
        }
    }

    private sealed record Options(string Name);

    private sealed class FakeModel(string path) : ILoadedModel
    {
        public const long Bytes = 42;

        public string Content { get; } = File.ReadAllText(path);

        public bool IsDisposed { get; private set; }

        public long WeightBytes => Bytes;

        public void Dispose() => IsDisposed = true;
    }
}
