using PixelDiT.Graph.Execution;
using PixelDiT.Graph.Validation;
using PixelDiT.Server.Jobs;
using PixelDiT.Server.Tests.Storage;

namespace PixelDiT.Server.Tests.JobList;

/// <summary>Order and filters of the catalog, with times that are given (conformance item 59).</summary>
[TestFixture(false, TestName = "JobCatalogTests, in memory")]
[TestFixture(true, TestName = "JobCatalogTests, in a file")]
internal sealed class JobCatalogTests(bool durable)
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private ValidatedPrompt _prompt = null!;
    private StoreFolder _folder = null!;
    private IJobStore _store = null!;

    [OneTimeSetUp]
    public async Task ValidateAsync() => _prompt = await TestServer.ValidateAsync(Graphs.Preview());

    [SetUp]
    public void MakeFolder() => (_folder, _store) = (new StoreFolder(), null!);

    [TearDown]
    public void DeleteFolder()
    {
        _store?.Dispose();
        _folder.Dispose();
    }

    [TestCase(JobOrder.Created, true, "waiting running slow quick none")]
    [TestCase(JobOrder.Created, false, "none quick slow running waiting")]
    [TestCase(JobOrder.Duration, true, "slow quick waiting running none", Description = "without both times: 0; equal ones by submission, here the last first")]
    [TestCase(JobOrder.Duration, false, "none running waiting quick slow")]
    public async Task List_Sorted_ByTimeOfSubmissionOrDuration(JobOrder order, bool descending, string expected)
    {
        var page = await (await FilledAsync()).ListAsync(new JobQuery { Order = order, Descending = descending }, default);

        Assert.That(string.Join(' ', page.Jobs.Select(j => j.PromptId)), Is.EqualTo(expected));
    }

    [TestCase(0, 2, "waiting running")]
    [TestCase(4, 2, "none")]
    [TestCase(5, 2, "")]
    [TestCase(3, null, "quick none")]
    public async Task List_Paged_CountsAllOfThem(int offset, int? limit, string expected)
    {
        var page = await (await FilledAsync()).ListAsync(new JobQuery { Offset = offset, Limit = limit }, default);

        Assert.That(string.Join(' ', page.Jobs.Select(j => j.PromptId)), Is.EqualTo(expected));
        Assert.That(page.Total, Is.EqualTo(5));
    }

    [Test]
    public async Task List_Filtered_ByStatusAndWorkflow()
    {
        var store = await FilledAsync();

        var completed = await store.ListAsync(new JobQuery { Statuses = new HashSet<JobStatus> { JobStatus.Completed, JobStatus.Pending } }, default);
        var ofWorkflow = await store.ListAsync(new JobQuery { WorkflowId = "w-slow" }, default);
        var nothing = await store.ListAsync(new JobQuery { Statuses = new HashSet<JobStatus>() }, default);

        Assert.That(completed.Jobs.Select(j => j.PromptId), Is.EqualTo(new[] { "waiting", "slow", "quick" }));
        Assert.That(ofWorkflow.Jobs.Select(j => j.PromptId), Is.EqualTo(new[] { "slow" }));
        Assert.That(nothing, Is.EqualTo(new JobPage(nothing.Jobs, 0)));
    }

    [Test]
    public async Task Withdrawn_Many_AreBoundedLikeHistory()
    {
        var store = Open(new JobStoreOptions { MaxHistory = 3 });
        foreach (var i in Enumerable.Range(0, 5))
        {
            await store.EnqueueAsync(JobOf($"{i}", i), default);
        }

        await store.ClearPendingAsync(null, default);

        var page = await store.ListAsync(new JobQuery { Descending = false }, default);
        Assert.That(page.Jobs.Select(j => (j.PromptId, j.Status)), Is.EqualTo(new[] { ("2", JobStatus.Cancelled), ("3", JobStatus.Cancelled), ("4", JobStatus.Cancelled) }));
    }

    private IJobStore Open(JobStoreOptions options) => _store = durable ? _folder.Open(options) : new InMemoryJobStore(options);

    // In order of submission: none (withdrawn), quick (1 s), slow (9 s), running, waiting.
    private async Task<IJobStore> FilledAsync()
    {
        var store = Open(new JobStoreOptions());
        await store.EnqueueAsync(JobOf("none", 0), default);
        await store.RemovePendingAsync(["none"], null, default);
        foreach (var (id, at, seconds) in new[] { ("quick", 1, 1), ("slow", 2, 9) })
        {
            await store.EnqueueAsync(JobOf(id, at), default);
            var taken = store.TryTake()!;
            store.Complete(taken, HistoryEntry.Withdrawn(taken.Job, Noon) with
            {
                Status = ExecutionStatus.Success,
                Summary = JobSummary.Of(taken.Job, JobStatus.Completed) with { StartedAt = Noon, EndedAt = Noon.AddSeconds(seconds) },
            });
        }

        await store.EnqueueAsync(JobOf("running", 3), default);
        store.TryTake();
        await store.EnqueueAsync(JobOf("waiting", 4), default);
        return store;
    }

    private Job JobOf(string id, int at) => new()
    {
        PromptId = id,
        Number = new QueueNumber(at, FromClient: false),
        Prompt = _prompt,
        Targets = _prompt.Outputs,
        PromptJson = "{}"u8.ToArray(),
        ExtraDataJson = "{}"u8.ToArray(),
        CreatedAt = Noon.AddMinutes(at),
        WorkflowId = $"w-{id}",
    };
}
