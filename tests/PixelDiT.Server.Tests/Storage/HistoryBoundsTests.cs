using PixelDiT.Server.Jobs;

namespace PixelDiT.Server.Tests.Storage;

/// <summary>History: ranges, bounds, and that deleting gives room back.</summary>
[TestFixture(false, TestName = "HistoryBoundsTests, in memory")]
[TestFixture(true, TestName = "HistoryBoundsTests, in a file")]
internal sealed class HistoryBoundsTests(bool durable)
{
    private StoreFolder? _usedFolder;
    private IJobStore? _usedStore;

    [SetUp]
    public void Open() => Open(new JobStoreOptions());

    [TearDown]
    public void Close()
    {
        _usedStore?.Dispose();
        _usedFolder?.Dispose();
        (_usedStore, _usedFolder) = (null, null);
    }

    private StoreFolder Folder => _usedFolder!;

    private IJobStore Store => _usedStore!;

    [TestCase(null, -1, null, "0 1 2 3 4 5")]
    [TestCase(2, -1, null, "4 5")]
    [TestCase(2, -7, null, "4 5")]
    [TestCase(100, -1, null, "0 1 2 3 4 5")]
    [TestCase(0, -1, null, "")]
    [TestCase(-3, 2, null, "")]
    [TestCase(null, 0, null, "0 1 2 3 4 5")]
    [TestCase(2, 0, null, "0 1")]
    [TestCase(2, 3, null, "3 4")]
    [TestCase(null, 4, null, "4 5")]
    [TestCase(null, 6, null, "")]
    [TestCase(null, int.MaxValue, null, "")]
    [TestCase(int.MaxValue, -1, null, "0 1 2 3 4 5")]
    [TestCase(null, -1, "ann", "0 2 4")]
    [TestCase(1, -1, "ann", "4")]
    [TestCase(2, 1, "ann", "2 4")]
    [TestCase(null, 3, "ann", "")]
    [TestCase(null, -1, "nobody", "")]
    public async Task Range_Any_IsThatPartInOrderOfCompletion(int? maxItems, int offset, string? owner, string expected)
    {
        await RunAsync(6);

        Assert.That(await Store.HistoryAsync(maxItems, offset, owner), Is.EqualTo(expected));
    }

    [TestCase(2, -1, "4 5")]
    [TestCase(2, 1, "3 4")]
    [TestCase(null, 3, "5")]
    public async Task Range_WithHoles_CountsWhatIsThere(int? maxItems, int offset, string expected)
    {
        await RunAsync(3);
        await Store.EnqueueAsync(StoreFolder.JobOf("withdrawn"), default);
        await Store.ClearPendingAsync(null, default);
        await RunAsync(3, from: 3);
        await Store.RemoveAsync(["1", "0", "unknown"], null, default);

        Assert.That(await Store.HistoryAsync(maxItems, offset), Is.EqualTo(expected));
    }

    [Test]
    public async Task Range_LongerThanAPiece_IsComplete()
    {
        await RunAsync(100);

        Assert.That(await Store.HistoryAsync(), Is.EqualTo(string.Join(' ', Enumerable.Range(0, 100))));
        Assert.That(await Store.HistoryAsync(70), Is.EqualTo(string.Join(' ', Enumerable.Range(30, 70))));
    }

    [Test]
    public async Task Finished_TooMany_OldestGoButForTheSlack()
    {
        Open(new JobStoreOptions { MaxHistory = 100 });
        await RunAsync(100);
        Assert.That((await Store.HistoryAsync()).Split(' '), Has.Length.EqualTo(100));

        await RunAsync(50, from: 100);

        var ids = (await Store.HistoryAsync()).Split(' ');
        Assert.That(ids, Has.Length.InRange(100, 101), "a hundredth more may be kept for a while");
        Assert.That(ids[^100..], Is.EqualTo(Enumerable.Range(50, 100).Select(i => $"{i}")));
    }

    [Test]
    public async Task Finished_TooLarge_OldestGoAndTheNewestStays()
    {
        Open(new JobStoreOptions { MaxHistoryBytes = 1 << 20 });
        var prompt = $"\"{new string('x', 400 << 10)}\"";
        await RunAsync(4, prompt: prompt);
        Assert.That(await Store.HistoryAsync(), Is.EqualTo("2 3"));

        await RunAsync(1, from: 4, prompt: $"\"{new string('x', 2 << 20)}\"");
        Assert.That(await Store.HistoryAsync(), Is.EqualTo("4"));
    }

    [Test]
    public async Task Remove_AndClear_AreTheOwnersOwn()
    {
        await RunAsync(4);

        await Store.RemoveAsync(["0", "1"], "ann", default);
        Assert.That(await Store.HistoryAsync(), Is.EqualTo("1 2 3"));
        await Store.ClearAsync("ann", default);
        Assert.That(await Store.HistoryAsync(), Is.EqualTo("1 3"));
        Assert.That(await Store.FindAsync("1", "ann", default), Is.Null);
        await Store.ClearAsync(null, default);
        Assert.That(await Store.HistoryAsync(), Is.Empty);
    }

    [Test]
    public async Task Clear_ForgetsCancelledOnesToo_AndTheirIdsAreFreeAgain()
    {
        await Store.EnqueueAsync(StoreFolder.JobOf("a"), default);
        await Store.ClearPendingAsync(null, default);
        Assert.That(await Store.EnqueueAsync(StoreFolder.JobOf("a"), default), Is.EqualTo(EnqueueResult.DuplicateId));

        await Store.ClearAsync(null, default);

        Assert.That(await Store.ListAsync(), Is.Empty);
        Assert.That(await Store.EnqueueAsync(StoreFolder.JobOf("a"), default), Is.EqualTo(EnqueueResult.Queued));
    }

    [Test]
    public async Task Finished_TooOld_AreForgotten()
    {
        Open(new JobStoreOptions { MaxHistoryAge = TimeSpan.FromHours(1) });
        await RunAsync(2);
        Folder.Time.Advance(TimeSpan.FromMinutes(59));
        await RunAsync(1, from: 2);
        Folder.Time.Advance(TimeSpan.FromMinutes(2));

        // The file is looked after by a thread of its own.
        using var deadline = new CancellationTokenSource(TestServer.Deadline);
        while (await Store.HistoryAsync() != "2")
        {
            await Task.Delay(20, deadline.Token);
        }
    }

    private void Open(JobStoreOptions options)
    {
        Close();
        _usedFolder = new StoreFolder();
        _usedStore = durable ? Folder.Open(options) : new InMemoryJobStore(options, Folder.Time);
    }

    // Even ones are Ann's.
    private async Task RunAsync(int count, int from = 0, string prompt = "{}")
    {
        foreach (var i in Enumerable.Range(from, count))
        {
            await Store.EnqueueAsync(StoreFolder.JobOf($"{i}", i, owner: i % 2 == 0 ? "ann" : null, prompt: prompt), default);
            StoreFolder.RunNext(Store, start: Folder.Time.GetUtcNow(), seconds: 0);
        }
    }
}
