namespace PixelDiT.Server.Jobs;

/// <summary>Queue and history in memory, under one lock: that makes "leaves the queue" and "enters history" one step.</summary>
/// <param name="options">Bounds.</param>
public sealed class InMemoryJobStore(JobStoreOptions options) : IJobQueue, IJobHistory
{
    private readonly Lock _gate = new();
    private readonly SortedSet<Job> _pending = new(ByNumberThenId.Instance);
    private readonly Dictionary<string, Job> _pendingById = [];
    private readonly List<RunningJob> _running = [];

    // In order of completion, oldest first.
    private readonly LinkedList<HistoryEntry> _history = new();
    private readonly Dictionary<string, LinkedListNode<HistoryEntry>> _historyById = [];
    private long _historyBytes;

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

            _historyById[entry.PromptId] = _history.AddLast(entry);
            _historyBytes += entry.SizeBytes;
            while (_history.Count > options.MaxHistory || (_historyBytes > options.MaxHistoryBytes && _history.Count > 1))
            {
                Forget_NeedsLock(_history.First!.Value.PromptId);
            }
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
                offset = maxItems is null ? 0 : Math.Max(0, _history.Count - count);
            }

            return new([.. _history.Skip(offset).Take(count)]);
        }
    }

    /// <inheritdoc />
    public ValueTask<HistoryEntry?> FindAsync(string promptId, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return new(_historyById.GetValueOrDefault(promptId)?.Value);
        }
    }

    /// <inheritdoc />
    public ValueTask RemoveAsync(IReadOnlyCollection<string> promptIds, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            foreach (var id in promptIds)
            {
                Forget_NeedsLock(id);
            }

            return default;
        }
    }

    /// <inheritdoc />
    public ValueTask ClearAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _history.Clear();
            _historyById.Clear();
            _historyBytes = 0;
            return default;
        }
    }

    private bool IsKnown_NeedsLock(string promptId) =>
        _pendingById.ContainsKey(promptId) || _historyById.ContainsKey(promptId) || _running.Exists(r => r.Job.PromptId == promptId);

    private void Forget_NeedsLock(string promptId)
    {
        if (_historyById.Remove(promptId, out var node))
        {
            _history.Remove(node);
            _historyBytes -= node.Value.SizeBytes;
        }
    }

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
