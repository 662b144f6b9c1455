namespace PixelDiT.Server.Jobs;

/// <summary>Which jobs are wanted, and in which order.</summary>
public sealed record JobQuery
{
    /// <summary>Only jobs with one of these; null for all.</summary>
    public IReadOnlySet<JobStatus>? Statuses { get; init; }

    /// <summary>Only jobs made from this workflow; null for all.</summary>
    public string? WorkflowId { get; init; }

    /// <summary>What decides the order. Equal jobs: running ones first, then waiting ones, then finished ones as they finished.</summary>
    public JobOrder Order { get; init; }

    /// <summary>Largest first. Default true.</summary>
    public bool Descending { get; init; } = true;

    /// <summary>So many are left out at the beginning; at least 0.</summary>
    public int Offset { get; init; }

    /// <summary>At most so many, at least 1; null for all.</summary>
    public int? Limit { get; init; }
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
public sealed record JobDetails(JobSummary Summary, HistoryEntry? Entry);
