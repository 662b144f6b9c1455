using System.Text;
using PixelDiT.Server.Jobs;
using PixelDiT.Server.Storage;

namespace PixelDiT.Server.Tests.Storage;

/// <summary>What a store still knows when it is opened again, after a stop and after a kill.</summary>
internal sealed class RestartTests
{
    private StoreFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new StoreFolder();

    [TearDown]
    public void DeleteFolder() => _folder.Dispose();

    [TestCase(true)]
    [TestCase(false)]
    public async Task Restart_WaitingJobs_KeepTheirOrderAndEverythingElse(bool killed)
    {
        var store = _folder.Open();
        await store.EnqueueAsync(StoreFolder.JobOf("b", 2, owner: "ann", workflow: "w"), default);
        await store.EnqueueAsync(StoreFolder.JobOf("c", 1), default);
        await store.EnqueueAsync(StoreFolder.JobOf("a", 2) with { Number = new QueueNumber(2, FromClient: true) }, default);

        using var copy = killed ? _folder.AfterKill() : null;
        store.Dispose();
        using var again = (copy ?? _folder).Open();

        var snapshot = await again.QueueAsync();
        Assert.That(snapshot.Pending.Select(j => j.PromptId), Is.EqualTo(new[] { "c", "a", "b" }));
        Assert.That(snapshot.Pending[1].Number, Is.EqualTo(new QueueNumber(2, FromClient: true)));
        var job = snapshot.Pending[2];
        Assert.That((job.Owner, job.WorkflowId, job.Sequence, job.CreatedAt, job.SecretsLost), Is.EqualTo(("ann", "w", 1L, StoreFolder.Noon.AddMinutes(2), false)));
        Assert.That((Encoding.UTF8.GetString(job.PromptJson.Span), Encoding.UTF8.GetString(job.ExtraDataJson.Span)), Is.EqualTo(("{}", "{\"a\":1}")));
        Assert.That(job.Targets, Is.EqualTo(new[] { "2" }));
        Assert.That(again.TryTake()!.Job, Has.Property("PromptId").EqualTo("c").And.Property("Prompt").Null, "to be validated again");
    }

    [Test]
    public async Task Restart_BytesOfWaitingJobs_AreCountedAgain()
    {
        var options = new JobStoreOptions { MaxPendingBytes = 1 << 20 };
        var large = $"{{\"a\":\"{new string('x', 600_000)}\"}}";
        using (var store = _folder.Open(options))
        {
            await store.EnqueueAsync(StoreFolder.JobOf("a", prompt: large), default);
        }

        using var again = _folder.Open(options);
        Assert.That(await again.EnqueueAsync(StoreFolder.JobOf("b", prompt: large), default), Is.EqualTo(EnqueueResult.Full));
        StoreFolder.RunNext(again);
        Assert.That(await again.EnqueueAsync(StoreFolder.JobOf("b", prompt: large), default), Is.EqualTo(EnqueueResult.Queued));
    }

    [Test]
    public async Task Restart_CounterAndPause_GoOn()
    {
        using (var store = _folder.Open())
        {
            foreach (var id in (string[])["a", "b"])
            {
                await store.EnqueueAsync(StoreFolder.JobOf(id, await store.NextCountAsync(default)), default);
            }

            await store.SetPausedAsync(true, default);
            await store.RemovePendingAsync(["a", "b"], null, default);
            await store.ClearAsync(null, default);
        }

        using var again = _folder.Open();
        Assert.That(await again.NextCountAsync(default), Is.EqualTo(2), "also when nothing is left that has a number");
        await again.EnqueueAsync(StoreFolder.JobOf("c"), default);
        Assert.That(again.TryTake(), Is.Null, "still paused");
        await again.SetPausedAsync(false, default);
        Assert.That(again.TryTake(), Is.Not.Null);
    }

    [Test]
    public async Task Kill_CounterAndCounts_AreFoundAgain()
    {
        using var store = _folder.Open(new JobStoreOptions { MaxHistory = 3 });
        foreach (var i in Enumerable.Range(0, 6))
        {
            // The third is put in front, as the wire has it: −2.
            var number = await store.NextCountAsync(default);
            await store.EnqueueAsync(StoreFolder.JobOf($"{i}", i == 2 ? -number : number), default);
        }

        await store.RemovePendingAsync(["5"], null, default);
        StoreFolder.RunNext(store, JobStatus.Failed);
        StoreFolder.RunNext(store, JobStatus.Cancelled);

        using var copy = _folder.AfterKill();
        using var again = copy.Open(new JobStoreOptions { MaxHistory = 3 });
        Assert.That(await again.ListAsync(), Is.EqualTo("0:cancelled 1:pending 2:failed 3:pending 4:pending 5:cancelled").Or.EqualTo("2:failed 0:cancelled 1:pending 3:pending 4:pending 5:cancelled"));
        Assert.That((await again.ListAsync(new JobQuery { Limit = 1 }, default)).Total, Is.EqualTo(6));
        Assert.That(await again.NextCountAsync(default), Is.EqualTo(6));
        StoreFolder.RunNext(again);
        StoreFolder.RunNext(again);
        Assert.That(await again.HistoryAsync(), Is.EqualTo("0 1 3"), "the bound counts those from before");
    }

    [Test]
    public async Task History_BehindJobsOfAClockThatRanAhead_IsForgottenAllTheSame()
    {
        using (var store = _folder.Open())
        {
            foreach (var i in Enumerable.Range(0, 251))
            {
                await store.EnqueueAsync(StoreFolder.JobOf($"{i}"), default);
                StoreFolder.RunNext(store, start: i == 250 ? StoreFolder.Noon.AddHours(-2) : StoreFolder.Noon.AddDays(400));
            }
        }

        // The file is looked after by a thread of its own, for the first time soon after the start.
        using var again = _folder.Open(new JobStoreOptions { MaxHistoryAge = TimeSpan.FromHours(1) });
        using var deadline = new CancellationTokenSource(TestServer.Deadline);
        while (await again.FindAsync("250", null, default) is not null)
        {
            await Task.Delay(20, deadline.Token);
        }

        Assert.That(await again.FindAsync("249", null, default), Is.Not.Null);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Interrupt_BeforeTheServerBreaksDown_TheJobDoesNotRunAgain(bool killed)
    {
        var store = _folder.Open();
        await store.EnqueueAsync(StoreFolder.JobOf("a"), default);
        var running = store.TryTake()!;
        Assert.That(await store.CancelAsync(["a"], null, default), Is.EqualTo(1));
        Assert.That((running.IsUnwanted, store.Requeue(running)), Is.EqualTo((true, false)));

        using var copy = killed ? _folder.AfterKill() : null;
        store.Dispose();
        using var again = (copy ?? _folder).Open();

        Assert.That((again.Remaining, again.TryTake()), Is.EqualTo((0, (RunningJob?)null)));
        var entry = (await again.FindAsync("a", null, default))!;
        Assert.That((entry.Summary.Status, entry.Messages.Single().Type), Is.EqualTo((JobStatus.Cancelled, "execution_interrupted")));
        Assert.That(entry.Summary.EndedAt, Is.EqualTo(StoreFolder.Noon));
    }

    [Test]
    public async Task Kill_WhileAJobRuns_ItRunsOnceMore_ThenFailsWithTheReason()
    {
        using var store = _folder.Open();
        await store.EnqueueAsync(StoreFolder.JobOf("a", 1, prompt: """{"2":{"class_type":"PreviewImage","inputs":{}}}"""), default);
        await store.EnqueueAsync(StoreFolder.JobOf("b", 2), default);
        store.TryTake();

        using var once = _folder.AfterKill();
        using var second = once.Open();
        Assert.That(await second.PendingAsync(), Is.EqualTo("a b"), "in its old place");
        var retried = second.TryTake()!;
        Assert.That((retried.Job.PromptId, retried.Job.Interruptions), Is.EqualTo(("a", 1)));
        Assert.That(once.Log.Text, Does.Contain("JobRetried"));

        using var twice = once.AfterKill();
        using var third = twice.Open();
        Assert.That(await third.PendingAsync(), Is.EqualTo("b"));
        var entry = (await third.FindAsync("a", null, default))!;
        Assert.That(entry.Summary.Status, Is.EqualTo(JobStatus.Failed));
        Assert.That(entry.Messages.Single().Type, Is.EqualTo("execution_error"));
        Assert.That(Encoding.UTF8.GetString(entry.Messages[0].DataJson.Span), Does.Contain("stopped twice while it ran this job").And.Contain("\"node_type\":\"PreviewImage\""));
        Assert.That(entry.Summary.ErrorJson.ToArray(), Is.EqualTo(entry.Messages[0].DataJson.ToArray()));
        Assert.That(twice.Log.Text, Does.Contain("JobGivenUp"));
    }

    [Test]
    public async Task Requeue_IsNoInterruption_AndTakesTheJobFromItsWorker()
    {
        using (var store = _folder.Open())
        {
            await store.EnqueueAsync(StoreFolder.JobOf("a"), default);
            foreach (var _ in Enumerable.Range(0, 3))
            {
                var running = store.TryTake()!;
                Assert.That(store.Requeue(running), Is.True);
                Assert.That(store.Complete(running, StoreFolder.EntryOf(running.Job)), Is.False, "the stop did not wait for it");
            }
        }

        using var again = _folder.Open();
        Assert.That(again.TryTake()!.Job.Interruptions, Is.Zero);
        Assert.That(await again.HistoryAsync(), Is.Empty);
    }

    [Test]
    public async Task Requeue_InterruptedByAClient_IsRefused()
    {
        using var store = _folder.Open();
        await store.EnqueueAsync(StoreFolder.JobOf("a"), default);
        var running = store.TryTake()!;
        store.Interrupt("a", null);

        Assert.That(store.Requeue(running), Is.False);
        Assert.That(store.Complete(running, StoreFolder.EntryOf(running.Job, JobStatus.Cancelled)), Is.True);
    }

    [Test]
    public async Task Kill_AfterCompletion_TheJobIsOver()
    {
        using var store = _folder.Open();
        await store.EnqueueAsync(StoreFolder.JobOf("a"), default);
        StoreFolder.RunNext(store);

        using var copy = _folder.AfterKill();
        using var again = copy.Open();

        Assert.That(again.TryTake(), Is.Null);
        Assert.That(await again.HistoryAsync(), Is.EqualTo("a"));
        Assert.That(await again.EnqueueAsync(StoreFolder.JobOf("a"), default), Is.EqualTo(EnqueueResult.DuplicateId));
    }

    [Test]
    public async Task Restart_CancelledWaitingJob_StaysInTheListOnly()
    {
        using (var store = _folder.Open())
        {
            await store.EnqueueAsync(StoreFolder.JobOf("a"), default);
            await store.CancelAsync(["a"], null, default);
        }

        using var again = _folder.Open();
        Assert.That(await again.ListAsync(), Is.EqualTo("a:cancelled"));
        Assert.That(await again.HistoryAsync(), Is.Empty);
        var details = (await again.FindJobAsync("a", null, default))!;
        Assert.That(Encoding.UTF8.GetString(details.Entry!.ExtraDataJson.Span), Is.EqualTo("{\"a\":1}"));
    }

    [Test]
    public async Task Entry_OfAJobThatRan_ComesBackAsItWas()
    {
        using var store = _folder.Open();
        await store.EnqueueAsync(StoreFolder.JobOf("a", 1.5, owner: "ann", workflow: "w"), default);
        var running = store.TryTake()!;
        var entry = StoreFolder.EntryOf(running.Job, JobStatus.Failed);
        store.Complete(running, entry);

        var found = (await store.FindAsync("a", null, default))!;

        Assert.That(found.Summary with { ErrorJson = default, Outputs = OutputSummary.Empty }, Is.EqualTo(entry.Summary with { ErrorJson = default, Outputs = OutputSummary.Empty }));
        Assert.That(found.Summary.ErrorJson.ToArray(), Is.EqualTo(entry.Summary.ErrorJson.ToArray()));
        Assert.That((found.Summary.Outputs.Count, found.Summary.Outputs.PreviewableCount), Is.EqualTo((2, 1)));
        Assert.That(found.Summary.Outputs.PreviewJson.ToArray(), Is.EqualTo(entry.Summary.Outputs.PreviewJson.ToArray()));
        Assert.That((found.Status, found.OverAt, found.Number), Is.EqualTo((entry.Status, entry.OverAt, entry.Number)));
        Assert.That(found.OutputNodes, Is.EqualTo(entry.OutputNodes));
        Assert.That(found.OutputsJson.ToArray(), Is.EqualTo(entry.OutputsJson.ToArray()));
        Assert.That(found.Messages.Select(m => (m.Type, Encoding.UTF8.GetString(m.DataJson.Span))), Is.EqualTo(entry.Messages.Select(m => (m.Type, Encoding.UTF8.GetString(m.DataJson.Span)))));
        Assert.That(found.SizeBytes, Is.EqualTo(entry.SizeBytes));
    }

    [Test]
    public async Task Secrets_AreNeverWritten_AndARestartSaysThatTheyAreGone()
    {
        const string token = "token-3f1b6a7e";
        using var store = _folder.Open();
        await store.EnqueueAsync(StoreFolder.JobOf("a", 1, secrets: new JobSecrets(token, "key-99a0b1")), default);

        using var copy = _folder.AfterKill();
        var running = store.TryTake()!;
        Assert.That(running.Job.Secrets.AuthToken, Is.EqualTo(token), "here they are still known");
        store.Complete(running, StoreFolder.EntryOf(running.Job));
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(_folder.File)!).Where(f => !f.EndsWith(".lock", StringComparison.Ordinal)))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream, Encoding.Latin1);
            Assert.That(await reader.ReadToEndAsync(), Does.Not.Contain(token).And.Not.Contain("key-99a0b1"), file);
        }

        using var again = copy.Open();
        var revived = again.TryTake()!.Job;
        Assert.That((revived.SecretsLost, revived.Secrets.IsEmpty), Is.EqualTo((true, true)));
    }

    [Test]
    public async Task Enqueue_MorePromptsThanMemoryIsGiven_AllRunWithTheirSecrets()
    {
        using var store = _folder.Open();
        var large = $"\"{new string('x', 6 << 20)}\"";
        foreach (var i in Enumerable.Range(0, 5))
        {
            await store.EnqueueAsync(StoreFolder.JobOf($"{i}", i, prompt: large, secrets: new JobSecrets($"t{i}", null)), default);
        }

        var jobs = Enumerable.Range(0, 5).Select(_ => store.TryTake()!.Job).ToList();
        Assert.That(jobs.Select(j => j.PromptId), Is.EqualTo(new[] { "0", "1", "2", "3", "4" }));
        Assert.That(jobs.Select(j => j.PromptJson.Length), Is.All.EqualTo(large.Length));
        Assert.That(jobs.Select(j => j.Secrets.AuthToken), Is.EqualTo(new[] { "t0", "t1", "t2", "t3", "t4" }));
        Assert.That(jobs.Count(j => j.Prompt is null), Is.EqualTo(3), "two of six MiB are kept");
    }

    [Test]
    public async Task Take_PromptThatCannotBeRead_EndsTheJobAndGoesOn()
    {
        using (var store = _folder.Open())
        {
            await store.EnqueueAsync(StoreFolder.JobOf("a", 1), default);
            await store.EnqueueAsync(StoreFolder.JobOf("b", 2), default);
        }

        _folder.Sql("DELETE FROM payload WHERE seq = 1");
        using var again = _folder.Open();

        Assert.That(again.TryTake()!.Job.PromptId, Is.EqualTo("b"));
        var entry = (await again.FindAsync("a", null, default))!;
        Assert.That(Encoding.UTF8.GetString(entry.Summary.ErrorJson.Span), Does.Contain("cannot be read"));
        Assert.That(again.Remaining, Is.EqualTo(1));
    }
}
