using System.Runtime.CompilerServices;
using PixelDiT.Server.Webhooks;

namespace PixelDiT.Server.Jobs;

/// <summary>Queue and history in memory, under one lock: that makes "leaves the queue" and "enters history" one step. A restart loses them.</summary>
/// <param name="options">Bounds.</param>
/// <param name="time">Tells how old finished jobs are; null for the system's.</param>
public sealed class InMemoryJobStore(JobStoreOptions options, TimeProvider? time = null) : IJobStore
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly Lock _gate = new();
    private readonly LiveJobs _live = new();

    // Jobs that ran, in order of completion.
    private readonly JobArchive _finished = new(options.MaxHistory, options.MaxHistoryBytes);

    // Jobs that were taken off the queue: history never knew them (protocol §2.2), the catalog does (§12 row 10).
    private readonly JobArchive _withdrawn = new(options.MaxHistory, options.MaxHistoryBytes);
    private readonly WebhookBook _webhooks = new();
    private long _sequence;
    private long _count = -1;
    private bool _paused;

    /// <inheritdoc />
    public void Probe()
    {
        // Memory can always be written.
    }

    /// <inheritdoc />
    public event Action<int>? Changed;

    /// <inheritdoc />
    public event Action<QueueChange>? JobChanged;

    /// <inheritdoc />
    public event Action? WebhooksReady;

    /// <inheritdoc />
    public int UndeliveredWebhooks
    {
        get
        {
            lock (_gate)
            {
                return _webhooks.Undelivered;
            }
        }
    }

    /// <inheritdoc />
    public IReadOnlyList<WebhookDelivery> TakeReadyWebhooks()
    {
        lock (_gate)
        {
            return _webhooks.TakeReady();
        }
    }

    /// <inheritdoc />
    public void RecordWebhook(WebhookDelivery delivery)
    {
        lock (_gate)
        {
            _webhooks.Set(delivery);
        }
    }

    /// <inheritdoc />
    public ValueTask<WebhookDelivery?> FindWebhookAsync(string promptId, string? owner, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return new(_webhooks.Find(promptId) is { } found && (owner is null || found.Owner == owner) ? found : null);
        }
    }

    /// <inheritdoc />
    public int Remaining
    {
        get
        {
            lock (_gate)
            {
                return _live.Count;
            }
        }
    }

    /// <inheritdoc />
    public ValueTask<long> NextCountAsync(CancellationToken cancellationToken) => new(Interlocked.Increment(ref _count));

    /// <inheritdoc />
    public ValueTask<EnqueueResult> EnqueueAsync(Job job, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(job);
        lock (_gate)
        {
            Age_NeedsLock();
            if (_live.Contains(job.PromptId) || _finished.Contains(job.PromptId) || _withdrawn.Contains(job.PromptId))
            {
                return new(EnqueueResult.DuplicateId);
            }

            var placed = job with { Sequence = _sequence + 1, PayloadBytes = job.PromptJson.Length + job.ExtraDataJson.Length };
            if (!_live.HasRoomFor(placed, options))
            {
                return new(EnqueueResult.Full);
            }

            _sequence++;
            _live.Add(placed);
            if (job.Webhook is { } target)
            {
                _webhooks.Set(WebhookDelivery.Of(placed, target));
            }

            JobChanged?.Invoke(new QueueChange(QueueChangeKind.Queued, job));
            Announce_NeedsLock();
            return new(EnqueueResult.Queued);
        }
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<QueuedJob> ReadAsync(string? owner, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<QueuedJob> jobs;
        lock (_gate)
        {
            jobs = _live.Of(owner);
        }

        await ValueTask.CompletedTask;
        foreach (var job in jobs)
        {
            yield return job;
        }
    }

    /// <inheritdoc />
    public ValueTask<QueueState> GetStateAsync(string? owner, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return new(_live.ToState(_paused, owner));
        }
    }

    /// <inheritdoc />
    public ValueTask SetPausedAsync(bool paused, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _paused = paused;
            JobChanged?.Invoke(new QueueChange(paused ? QueueChangeKind.Paused : QueueChangeKind.Resumed, null));
            Announce_NeedsLock();
            return default;
        }
    }

    /// <inheritdoc />
    public ValueTask<MoveResult> MoveAsync(string promptId, QueueMove move, string? owner, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!_live.TryFindPending(promptId, owner, out var job))
            {
                return new(new MoveResult(MoveOutcome.NotPending, 0, default));
            }

            if (_live.Plan(job, move) is not { } changes)
            {
                return new(new MoveResult(MoveOutcome.TargetNotPending, 0, job.Number));
            }

            _live.Renumber(changes);
            changes.ForEach(c => JobChanged?.Invoke(new QueueChange(QueueChangeKind.Moved, c.Job with { Number = c.Number })));
            Announce_NeedsLock();
            return new(_live.Standing(promptId));
        }
    }

    /// <inheritdoc />
    public ValueTask<int> RemovePendingAsync(IReadOnlyCollection<string> promptIds, string? owner, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(promptIds);
        lock (_gate)
        {
            var removed = 0;
            foreach (var id in promptIds)
            {
                if (_live.TryFindPending(id, owner, out var job))
                {
                    Withdraw_NeedsLock(job);
                    removed++;
                    Announce_NeedsLock();
                }
            }

            return new(removed);
        }
    }

    /// <inheritdoc />
    public ValueTask<int> ClearPendingAsync(string? owner, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var jobs = _live.PendingOf(owner);
            jobs.ForEach(Withdraw_NeedsLock);
            Announce_NeedsLock();
            return new(jobs.Count);
        }
    }

    /// <inheritdoc />
    public bool Interrupt(string? promptId, string? owner)
    {
        RunningJob[] hit;
        lock (_gate)
        {
            hit = _live.ToInterrupt(promptId, owner);
        }

        // Outside the lock: cancelling runs callbacks of nodes.
        foreach (var job in hit)
        {
            job.Interrupt();
        }

        return hit.Length > 0;
    }

    /// <inheritdoc />
    public RunningJob? TryTake()
    {
        lock (_gate)
        {
            if (_paused || _live.Next is not { } job)
            {
                return null;
            }

            var running = _live.Start(job, job);
            JobChanged?.Invoke(new QueueChange(QueueChangeKind.Taken, job));
            Announce_NeedsLock();
            return running;
        }
    }

    /// <inheritdoc />
    public bool Complete(RunningJob job, HistoryEntry entry)
    {
        ArgumentNullException.ThrowIfNull(job);
        lock (_gate)
        {
            if (!_live.Stop(job))
            {
                return false;
            }

            _finished.Add(entry);
            TellWebhook_NeedsLock(entry);
            return true;
        }
    }

    /// <inheritdoc />
    public bool Requeue(RunningJob job) => false;

    /// <inheritdoc />
    public void Announce()
    {
        lock (_gate)
        {
            Announce_NeedsLock();
        }
    }

    /// <inheritdoc />
    public void WithRemaining(Action<int> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        lock (_gate)
        {
            action(_live.Count);
        }
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<HistoryEntry> GetRangeAsync(
        int? maxItems, int offset, string? owner, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<HistoryEntry> entries;
        lock (_gate)
        {
            Age_NeedsLock();
            entries = [.. _finished.Entries.Where(e => IsOf(e, owner))];
        }

        await ValueTask.CompletedTask;
        var count = Math.Max(0, maxItems ?? int.MaxValue);
        var first = offset >= 0 ? offset : maxItems is null ? 0 : Math.Max(0, entries.Count - count);
        foreach (var entry in entries.Skip(first).Take(count))
        {
            yield return entry;
        }
    }

    /// <inheritdoc />
    public ValueTask<HistoryEntry?> FindAsync(string promptId, string? owner, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            Age_NeedsLock();
            return new(_finished.Find(promptId) is { } entry && IsOf(entry, owner) ? entry : null);
        }
    }

    /// <inheritdoc />
    public ValueTask RemoveAsync(IReadOnlyCollection<string> promptIds, string? owner, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(promptIds);
        lock (_gate)
        {
            foreach (var id in promptIds)
            {
                var archive = _finished.Contains(id) ? _finished : _withdrawn;
                if (archive.Find(id) is { } entry && IsOf(entry, owner))
                {
                    archive.Remove(id);
                }
            }

            return default;
        }
    }

    /// <inheritdoc />
    public ValueTask ClearAsync(string? owner, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _finished.RemoveAll(e => IsOf(e, owner));
            _withdrawn.RemoveAll(e => IsOf(e, owner));
            return default;
        }
    }

    /// <inheritdoc />
    public ValueTask<JobPage> ListAsync(JobQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        List<JobSummary> wanted;
        lock (_gate)
        {
            Age_NeedsLock();
            wanted = [.. All_NeedsLock().Where(query.Wants)];
        }

        wanted.Sort(query.Compare);
        return new(new JobPage([.. wanted.Skip(query.Offset).Take(query.Limit ?? int.MaxValue)], wanted.Count));
    }

    /// <inheritdoc />
    public ValueTask<JobDetails?> FindJobAsync(string promptId, string? owner, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            Age_NeedsLock();
            var details =
                (_finished.Find(promptId) ?? _withdrawn.Find(promptId)) is { } entry ? new JobDetails(entry.Summary, entry, entry.ExtraDataJson)
                : _live.FindRunning(promptId) is { } running ? new JobDetails(JobSummary.Of(running.Job, JobStatus.InProgress), null, running.Job.ExtraDataJson)
                : _live.TryFindPending(promptId, null, out var pending) ? new JobDetails(JobSummary.Of(pending, JobStatus.Pending), null, pending.ExtraDataJson)
                : null;
            return new(owner is null || details?.Summary.Owner == owner ? details : null);
        }
    }

    /// <inheritdoc />
    public async ValueTask<int> CancelAsync(IReadOnlyCollection<string> promptIds, string? owner, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(promptIds);
        // First the waiting ones: otherwise one of them might begin to run when the running one stops.
        var removed = await RemovePendingAsync(promptIds, owner, cancellationToken);
        return removed + promptIds.Distinct().Count(id => Interrupt(id, owner));
    }

    /// <summary>Does nothing: there is nothing to close.</summary>
    public void Dispose()
    {
    }

    private static bool IsOf(HistoryEntry entry, string? owner) => owner is null || entry.Summary.Owner == owner;

    private IEnumerable<JobSummary> All_NeedsLock() =>
        _live.Running.Select(r => JobSummary.Of(r.Job, JobStatus.InProgress))
            .Concat(_live.Pending.Select(j => JobSummary.Of(j, JobStatus.Pending)))
            .Concat(_finished.Entries.Concat(_withdrawn.Entries).Select(e => e.Summary));

    private void Withdraw_NeedsLock(Job job)
    {
        _live.Remove(job);
        var entry = HistoryEntry.Withdrawn(job, _time.GetUtcNow());
        _withdrawn.Add(entry);
        TellWebhook_NeedsLock(entry);
        JobChanged?.Invoke(new QueueChange(QueueChangeKind.Withdrawn, job));
    }

    private void TellWebhook_NeedsLock(HistoryEntry entry)
    {
        if (_webhooks.WaitingFor(entry.PromptId) is { } waiting && _webhooks.Set(waiting.Over(entry)))
        {
            WebhooksReady?.Invoke();
        }
    }

    private void Age_NeedsLock()
    {
        if (options.MaxHistoryAge is { } age)
        {
            var oldest = _time.GetUtcNow() - age;
            _finished.RemoveWhileOldest(e => e.OverAt < oldest);
            _withdrawn.RemoveWhileOldest(e => e.OverAt < oldest);
        }
    }

    // Handlers run under the lock on purpose: that is what keeps the numbers that clients see in order.
    private void Announce_NeedsLock() => Changed?.Invoke(_live.Count);
}
