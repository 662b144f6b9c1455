namespace PixelDiT.Server.Jobs;

/// <summary>Which jobs are wanted, and in which order.</summary>
public sealed record JobQuery
{
    /// <summary>Only jobs with one of these; null for all.</summary>
    public IReadOnlySet<JobStatus>? Statuses { get; init; }

    /// <summary>Only jobs made from this workflow; null for all.</summary>
    public string? WorkflowId { get; init; }

    /// <summary>Only jobs of this owner; null for all, nobody's included.</summary>
    public string? Owner { get; init; }

    /// <summary>What decides the order. Equal jobs: as they were submitted, or the other way round when <see cref="Descending"/>.</summary>
    public JobOrder Order { get; init; }

    /// <summary>Largest first. Default true.</summary>
    public bool Descending { get; init; } = true;

    /// <summary>So many are left out at the beginning; at least 0.</summary>
    public int Offset { get; init; }

    /// <summary>At most so many, at least 1; null for all.</summary>
    public int? Limit { get; init; }

    /// <summary>True for a job that the filters let pass.</summary>
    internal bool Wants(JobSummary job) =>
        (Statuses is null || Statuses.Contains(job.Status)) && (WorkflowId is null || WorkflowId == job.WorkflowId) && (Owner is null || Owner == job.Owner);

    /// <summary>The order of two jobs; no two are equal.</summary>
    internal int Compare(JobSummary a, JobSummary b)
    {
        var order = Order == JobOrder.Created ? a.CreatedAt.CompareTo(b.CreatedAt) : a.Duration.CompareTo(b.Duration);
        order = order != 0 ? order : a.Sequence.CompareTo(b.Sequence);
        return Descending ? -order : order;
    }
}

/// <summary>What jobs may be ordered by.</summary>
public enum JobOrder
{
    /// <summary>When they were submitted.</summary>
    Created,

    /// <summary>How long they ran.</summary>
    Duration,
}

/// <summary>A part of the list of jobs.</summary>
/// <param name="Jobs">The jobs.</param>
/// <param name="Total">How many there are without <see cref="JobQuery.Offset"/> and <see cref="JobQuery.Limit"/>.</param>
public sealed record JobPage(IReadOnlyList<JobSummary> Jobs, int Total);

/// <summary>One job in full.</summary>
/// <param name="Summary">What a list shows.</param>
/// <param name="Entry">What history keeps; null while the job waits or runs.</param>
/// <param name="ExtraDataJson"><c>extra_data</c> without secrets, as UTF-8 JSON, in every state.</param>
public sealed record JobDetails(JobSummary Summary, HistoryEntry? Entry, ReadOnlyMemory<byte> ExtraDataJson);
