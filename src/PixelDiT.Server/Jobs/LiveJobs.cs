using System.Diagnostics.CodeAnalysis;

namespace PixelDiT.Server.Jobs;

/// <summary>Which jobs wait, in their order, and which run; what every store keeps in memory. Not thread-safe.</summary>
internal sealed class LiveJobs
{
    private readonly SortedSet<Job> _pending = new(ByNumberThenId.Instance);
    private readonly Dictionary<string, Job> _pendingById = [];
    private readonly List<RunningJob> _running = [];

    /// <summary>Waiting jobs in their order.</summary>
    public IReadOnlyCollection<Job> Pending => _pending;

    /// <summary>Bytes of the waiting jobs' prompts and extra data.</summary>
    public long PendingBytes { get; private set; }

    /// <summary>Running jobs.</summary>
    public IReadOnlyList<RunningJob> Running => _running;

    /// <summary>Waiting and running jobs together.</summary>
    public int Count => _pending.Count + _running.Count;

    /// <summary>The next job to run, or null.</summary>
    public Job? Next => _pending.Min;

    /// <summary>True for a job that waits or runs.</summary>
    public bool Contains(string promptId) => _pendingById.ContainsKey(promptId) || FindRunning(promptId) is not null;

    /// <summary>True when there is room for one more waiting job.</summary>
    /// <param name="job">The job, its size known.</param>
    /// <param name="options">Bounds.</param>
    public bool HasRoomFor(Job job, JobStoreOptions options) => _pending.Count < options.MaxPending && PendingBytes + job.PayloadBytes <= options.MaxPendingBytes;

    /// <summary>Running and waiting jobs of an owner, as they are kept here.</summary>
    public List<QueuedJob> Of(string? owner) =>
        [.. _running.Where(r => IsOf(r.Job, owner)).Select(r => new QueuedJob(r.Job, Runs: true)), .. PendingOf(owner).Select(j => new QueuedJob(j, Runs: false))];

    /// <summary>The waiting job with this id, unless it is somebody else's.</summary>
    public bool TryFindPending(string promptId, string? owner, [NotNullWhen(true)] out Job? job) =>
        _pendingById.TryGetValue(promptId, out job) && IsOf(job, owner);

    /// <summary>The running job with this id, or null.</summary>
    public RunningJob? FindRunning(string promptId) => _running.Find(r => r.Job.PromptId == promptId);

    /// <summary>Adds a waiting job.</summary>
    public void Add(Job job)
    {
        _pendingById.Add(job.PromptId, job);
        _pending.Add(job);
        PendingBytes += job.PayloadBytes;
    }

    /// <summary>Removes a waiting job.</summary>
    public void Remove(Job job)
    {
        _pendingById.Remove(job.PromptId);
        _pending.Remove(job);
        PendingBytes -= job.PayloadBytes;
    }

    /// <summary>A waiting job begins to run.</summary>
    /// <param name="job">As it waits.</param>
    /// <param name="complete">With all its parts.</param>
    public RunningJob Start(Job job, Job complete)
    {
        Remove(job);
        var running = new RunningJob(complete);
        _running.Add(running);
        return running;
    }

    /// <summary>A running job is over, or waits again.</summary>
    /// <returns>False when it does not run here.</returns>
    public bool Stop(RunningJob job) => _running.Remove(job);

    /// <summary>Running jobs that an interrupt is meant for; nobody wants them any more from now on.</summary>
    public RunningJob[] ToInterrupt(string? promptId, string? owner)
    {
        RunningJob[] hit = [.. _running.Where(r => (promptId is null || r.Job.PromptId == promptId) && IsOf(r.Job, owner))];
        Array.ForEach(hit, r => r.Reject());
        return hit;
    }

    /// <summary>Waiting jobs of an owner in their order.</summary>
    public List<Job> PendingOf(string? owner) => [.. _pending.Where(j => IsOf(j, owner))];

    /// <summary>The queue as a list shows it.</summary>
    public QueueState ToState(bool paused, string? owner) => new(
        paused,
        [.. _running.Where(r => IsOf(r.Job, owner)).Select(r => JobSummary.Of(r.Job, JobStatus.InProgress))],
        [.. _pending.Select((j, i) => (Job: j, Position: i + 1)).Where(p => IsOf(p.Job, owner)).Select(p => new WaitingJob(p.Position, JobSummary.Of(p.Job, JobStatus.Pending)))]);

    /// <summary>What a move changes: jobs as they wait now, with their new numbers.</summary>
    /// <param name="job">The job that moves.</param>
    /// <param name="move">Where to.</param>
    /// <returns>Null when the job that it is to stand before does not wait.</returns>
    public List<(Job Job, QueueNumber Number)>? Plan(Job job, QueueMove move)
    {
        if (move is QueueMove.ToNumber { Number: var chosen })
        {
            return [(job, new QueueNumber(chosen, FromClient: true))];
        }

        List<(string Id, double Number)> others = [.. _pending.Where(j => j != job).Select(j => (j.PromptId, j.Number.Value))];
        int index;
        if (move is QueueMove.Before { PromptId: var target })
        {
            if (target == job.PromptId)
            {
                return [];
            }

            index = others.FindIndex(o => o.Id == target);
            if (index < 0)
            {
                return null;
            }
        }
        else
        {
            index = Math.Clamp(((QueueMove.ToPosition)move).Position - 1, 0, others.Count);
        }

        return [.. QueueNumbers.Place(others, (job.PromptId, job.Number.Value), index).Select(p => (_pendingById[p.Id], new QueueNumber(p.Number, FromClient: true)))];
    }

    /// <summary>Gives waiting jobs new numbers.</summary>
    public void Renumber(IReadOnlyList<(Job Job, QueueNumber Number)> changes)
    {
        foreach (var (job, _) in changes)
        {
            Remove(job);
        }

        foreach (var (job, number) in changes)
        {
            Add(job with { Number = number });
        }
    }

    /// <summary>Where a waiting job stands, from 1.</summary>
    public MoveResult Standing(string promptId)
    {
        var job = _pendingById[promptId];
        return new MoveResult(MoveOutcome.Moved, _pending.TakeWhile(j => j != job).Count() + 1, job.Number);
    }

    /// <summary>True for a job of the owner; for any when there is none.</summary>
    public static bool IsOf(Job job, string? owner) => owner is null || job.Owner == owner;

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
