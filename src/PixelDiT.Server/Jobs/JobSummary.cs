namespace PixelDiT.Server.Jobs;

/// <summary>A job as a list of jobs shows it, whatever its state (protocol §2.3); immutable.</summary>
public sealed record JobSummary
{
    /// <summary>Id of the job.</summary>
    public required string PromptId { get; init; }

    /// <summary>Where it stands.</summary>
    public required JobStatus Status { get; init; }

    /// <summary>Its place in the queue.</summary>
    public required QueueNumber Number { get; init; }

    /// <summary>When it was submitted.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it began to run; null when it has not.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it was over; null while it waits or runs, and when it never ran.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The data of its <c>execution_error</c> message as UTF-8 JSON; empty unless it failed.</summary>
    public ReadOnlyMemory<byte> ErrorJson { get; init; }

    /// <summary>What its nodes showed. Empty while it waits or runs.</summary>
    public OutputSummary Outputs { get; init; } = OutputSummary.Empty;

    /// <summary>Id of the workflow that the job was made from, or null.</summary>
    public string? WorkflowId { get; init; }

    /// <summary>Whose job it is; null when nobody's.</summary>
    public string? Owner { get; init; }

    /// <summary>Its place among all submissions, see <see cref="Job.Sequence"/>.</summary>
    public long Sequence { get; init; }

    /// <summary>How long it ran; zero when it did not, or still does.</summary>
    public TimeSpan Duration => EndedAt - StartedAt ?? TimeSpan.Zero;

    /// <summary>A job that waits or runs.</summary>
    /// <param name="job">The job.</param>
    /// <param name="status">Which of the two, or <see cref="JobStatus.Cancelled"/> when it was taken off the queue.</param>
    public static JobSummary Of(Job job, JobStatus status)
    {
        ArgumentNullException.ThrowIfNull(job);
        return new JobSummary
        {
            PromptId = job.PromptId,
            Status = status,
            Number = job.Number,
            CreatedAt = job.CreatedAt,
            WorkflowId = job.WorkflowId,
            Owner = job.Owner,
            Sequence = job.Sequence,
        };
    }
}
