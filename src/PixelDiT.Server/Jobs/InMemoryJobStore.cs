namespace PixelDiT.Server.Jobs;

/// <summary>Queue and history in memory, under one lock: that makes "leaves the queue" and "enters history" one step.</summary>
/// <param name="options">Bounds.</param>
public sealed class InMemoryJobStore(JobStoreOptions options) : IJobQueue, IJobHistory, IJobCatalog
{
    private readonly Lock _gate = new();
    private readonly SortedSet<Job> _pending = new(ByNumberThenId.Instance);
    private readonly Dictionary<string, Job> _pendingById = [];
    private readonly List<RunningJob> _running = [];

    // Jobs that ran, in order of completion.
    private readonly JobArchive _finished = new(options.MaxHistory, options.MaxHistoryBytes);

    // Jobs that were taken off the queue: history never knew them (protocol §2.2), the catalog does (§12 row 10).
    private readonly JobArchive _withdrawn = new(options.MaxHistory, options.MaxHistoryBytes);

    /// <inheritdoc />
    public event Action<int>? Changed;

    /// <inheritdoc />
    public int Remaining
    {
        get
        {
            lock (_gate)
            {
                return Remaining_NeedsLock;
            }
        }
    }

    private int Remaining_NeedsLock => _pending.Count + _running.Count;

    /// <inheritdoc />
    public ValueTask<EnqueueResult> EnqueueAsync(Job job, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (IsKnown_NeedsLock(job.PromptId))
            {
                return new(EnqueueResult.DuplicateId);
            }

            if (_pending.Count >= options.MaxPending)
            {
                return new(EnqueueResult.Full);
            }

            _pending.Add(job);
            _pendingById.Add(job.PromptId, job);
            Announce_NeedsLock();
            return new(EnqueueResult.Queued);
        }
    }

    /// <inheritdoc />
    public ValueTask<QueueSnapshot> GetSnapshotAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return new(new QueueSnapshot([.. _running.Select(r => r.Job)], [.. _pending]));
        }
    }

    /// <inheritdoc />
    public ValueTask<int> RemovePendingAsync(IReadOnlyCollection<string> promptIds, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var removed = 0;
            foreach (var id in promptIds)
            {
                if (_pendingById.Remove(id, out var job))
                {
                    _pending.Remove(job);
                    _withdrawn.Add(HistoryEntry.Withdrawn(job));
                    removed++;
                    Announce_NeedsLock();
                }
            }

            return new(removed);
        }
    }

    /// <inheritdoc />
    public ValueTask<int> ClearPendingAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var removed = _pending.Count;
            foreach (var job in _pending)
            {
                _withdrawn.Add(HistoryEntry.Withdrawn(job));
            }

            _pending.Clear();
            _pendingById.Clear();
            Announce_NeedsLock();
            return new(removed);
        }
    }

    /// <inheritdoc />
    public bool Interrupt(string? promptId)
    {
        RunningJob[] hit;
        lock (_gate)
        {
            hit = [.. _running.Where(r => promptId is null || r.Job.PromptId == promptId)];
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
            if (_pending.Min is not { } job)
            {
                return null;
            }

            _pending.Remove(job);
            _pendingById.Remove(job.PromptId);
            var running = new RunningJob(job);
            _running.Add(running);
            Announce_NeedsLock();
            return running;
        }
    }

    /// <inheritdoc />
    public void Complete(RunningJob job, HistoryEntry entry)
    {
        lock (_gate)
        {
            if (!_running.Remove(job))
            {
                throw new InvalidOperationException($"Job {job.Job.PromptId} is not running here.");
            }

            _finished.Add(entry);
        }
    }

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
        lock (_gate)
        {
            action(Remaining_NeedsLock);
        }
    }

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<HistoryEntry>> GetRangeAsync(int? maxItems, int offset, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var count = Math.Max(0, maxItems ?? int.MaxValue);
            if (offset < 0)
            {
                offset = maxItems is null ? 0 : Math.Max(0, _finished.Entries.Count - count);
            }

            return new([.. _finished.Entries.Skip(offset).Take(count)]);
        }
    }

    /// <inheritdoc />
    public ValueTask<HistoryEntry?> FindAsync(string promptId, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return new(_finished.Find(promptId));
        }
    }

    /// <inheritdoc />
    public ValueTask RemoveAsync(IReadOnlyCollection<string> promptIds, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            foreach (var id in promptIds)
            {
                _finished.Remove(id);
                _withdrawn.Remove(id);
            }

            return default;
        }
    }

    /// <inheritdoc />
    public ValueTask ClearAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _finished.Clear();
            _withdrawn.Clear();
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
            wanted = [.. All_NeedsLock().Where(Wanted)];
        }

        // Stable both ways: pages of one list fit together.
        IEnumerable<JobSummary> ordered = (query.Order, query.Descending) switch
        {
            (JobOrder.Created, false) => wanted.OrderBy(j => j.CreatedAt),
            (JobOrder.Created, true) => wanted.OrderByDescending(j => j.CreatedAt),
            (_, false) => wanted.OrderBy(j => j.Duration),
            _ => wanted.OrderByDescending(j => j.Duration),
        };
        return new(new JobPage([.. ordered.Skip(query.Offset).Take(query.Limit ?? int.MaxValue)], wanted.Count));

        bool Wanted(JobSummary job) =>
            (query.Statuses is null || query.Statuses.Contains(job.Status)) && (query.WorkflowId is null || query.WorkflowId == job.WorkflowId);
    }

    /// <inheritdoc />
    public ValueTask<JobDetails?> FindJobAsync(string promptId, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if ((_finished.Find(promptId) ?? _withdrawn.Find(promptId)) is { } entry)
            {
                return new(new JobDetails(entry.Summary, entry));
            }

            if (_running.Find(r => r.Job.PromptId == promptId) is { } running)
            {
                return new(new JobDetails(JobSummary.Of(running.Job, JobStatus.InProgress), null));
            }

            return new(_pendingById.TryGetValue(promptId, out var pending) ? new JobDetails(JobSummary.Of(pending, JobStatus.Pending), null) : null);
        }
    }

    /// <inheritdoc />
    public async ValueTask<int> CancelAsync(IReadOnlyCollection<string> promptIds, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(promptIds);
        // First the waiting ones: otherwise one of them might begin to run when the running one stops.
        var removed = await RemovePendingAsync(promptIds, cancellationToken);
        return removed + promptIds.Distinct().Count(Interrupt);
    }

    private IEnumerable<JobSummary> All_NeedsLock() =>
        _running.Select(r => JobSummary.Of(r.Job, JobStatus.InProgress))
            .Concat(_pending.Select(j => JobSummary.Of(j, JobStatus.Pending)))
            .Concat(_finished.Entries.Concat(_withdrawn.Entries).Select(e => e.Summary));

    private bool IsKnown_NeedsLock(string promptId) =>
        _pendingById.ContainsKey(promptId) || _finished.Contains(promptId) || _withdrawn.Contains(promptId) || _running.Exists(r => r.Job.PromptId == promptId);

    // Handlers run under the lock on purpose: that is what keeps the numbers that clients see in order.
    private void Announce_NeedsLock() => Changed?.Invoke(Remaining_NeedsLock);

    private sealed class ByNumberThenId : IComparer<Job>
    {
        public static readonly ByNumberThenId Instance = new();

        public int Compare(Job? x, Job? y)
        {
            var byNumber = x!.Number.CompareTo(y!.Number);
            return byNumber != 0 ? byNumber : string.CompareOrdinal(x.PromptId, y.PromptId);
        }
    }
}
