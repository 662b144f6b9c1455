using PixelDiT.Graph.Execution;

namespace PixelDiT.Server.Jobs;

/// <summary>A finished job as <c>/history</c> shows it (protocol §7.1); immutable.</summary>
public sealed record HistoryEntry
{
    /// <summary>Id of the job.</summary>
    public required string PromptId { get; init; }

    /// <summary>Its place in the queue.</summary>
    public required QueueNumber Number { get; init; }

    /// <summary>The prompt after coercion, as UTF-8 JSON.</summary>
    public required ReadOnlyMemory<byte> PromptJson { get; init; }

    /// <summary><c>extra_data</c> without secrets, as UTF-8 JSON.</summary>
    public required ReadOnlyMemory<byte> ExtraDataJson { get; init; }

    /// <summary>Ids of the outputs that were wanted.</summary>
    public required IReadOnlyList<string> Targets { get; init; }

    /// <summary>What nodes showed, cached ones included, as UTF-8 JSON: node id → ui object.</summary>
    public required ReadOnlyMemory<byte> OutputsJson { get; init; }

    /// <summary>The nodes behind <see cref="OutputsJson"/>, in the same order.</summary>
    public required IReadOnlyList<NodeRef> OutputNodes { get; init; }

    /// <summary>How it ended.</summary>
    public required ExecutionStatus Status { get; init; }

    /// <summary>The messages that tell its course, in order; the last one says how it ended.</summary>
    public required IReadOnlyList<JobMessage> Messages { get; init; }

    /// <summary>The job as a list of jobs shows it.</summary>
    public required JobSummary Summary { get; init; }

    /// <summary>About how much memory the entry takes, in bytes.</summary>
    public long SizeBytes => PromptJson.Length + ExtraDataJson.Length + OutputsJson.Length + Messages.Sum(m => (long)m.DataJson.Length) + 512;

    /// <summary>When it was over: when it stopped running, or was taken off the queue.</summary>
    public required DateTimeOffset OverAt { get; init; }

    /// <summary>A job that was taken off the queue before it ran.</summary>
    /// <param name="job">The job.</param>
    /// <param name="now">When.</param>
    public static HistoryEntry Withdrawn(Job job, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(job);
        return new HistoryEntry
        {
            PromptId = job.PromptId,
            Number = job.Number,
            PromptJson = job.PromptJson,
            ExtraDataJson = job.ExtraDataJson,
            Targets = job.Targets,
            OutputsJson = "{}"u8.ToArray(),
            OutputNodes = [],
            Status = ExecutionStatus.Interrupted,
            Messages = [],
            OverAt = now,
            Summary = JobSummary.Of(job, JobStatus.Cancelled),
        };
    }
}

/// <summary>One message of a job's course.</summary>
/// <param name="Type">The message's type, for example <c>execution_start</c>.</param>
/// <param name="DataJson">Its data object as UTF-8 JSON, the same bytes that sockets received.</param>
public sealed record JobMessage(string Type, ReadOnlyMemory<byte> DataJson);
