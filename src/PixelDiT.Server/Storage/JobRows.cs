using System.Globalization;
using PixelDiT.Graph.Execution;
using PixelDiT.Server.Jobs;

namespace PixelDiT.Server.Storage;

/// <summary>Rows as jobs. The column lists and the readers below belong together.</summary>
internal static class JobRows
{
    /// <summary>Columns of a job that waits or runs.</summary>
    public const string Live = "l.seq, l.id, l.number, l.from_client, l.created, l.workflow, l.owner, l.had_secrets, l.interruptions, l.running";

    /// <summary>Columns of a finished job's summary.</summary>
    public const string Finished =
        "f.ord, f.seq, f.id, f.state, f.number, f.from_client, f.created, f.started, f.ended, f.over, f.workflow, f.owner, f.outputs, f.previewable, f.preview, f.error";

    /// <summary>Columns behind <see cref="Finished"/> of a whole entry.</summary>
    public const string Entry = Finished + ", p.targets, p.prompt, p.extra, r.outputs, r.nodes, r.messages";

    private const int FinishedColumns = 16;

    /// <summary>A job without its prompt.</summary>
    public static Job ReadLive(Statement.Rows row) => new()
    {
        Sequence = row.Integer(0),
        PromptId = row.Text(1),
        Number = new QueueNumber(row.Number(2), row.Flag(3)),
        CreatedAt = row.Time(4),
        WorkflowId = row.TextOrNull(5),
        Owner = row.TextOrNull(6),
        SecretsLost = row.Flag(7),
        Interruptions = (int)row.Integer(8),
        Targets = [],
        PromptJson = default,
        ExtraDataJson = default,
    };

    /// <summary>How far a live job is.</summary>
    public static LiveStage ReadStage(Statement.Rows row) => (LiveStage)row.Integer(9);

    /// <summary>True for a job that runs.</summary>
    public static bool ReadRunning(Statement.Rows row) => ReadStage(row) != LiveStage.Waits;

    /// <summary>A finished job as lists show it.</summary>
    public static JobSummary ReadSummary(Statement.Rows row) => new()
    {
        Sequence = row.Integer(1),
        PromptId = row.Text(2),
        Status = (StoredState)row.Integer(3) switch
        {
            StoredState.Completed => JobStatus.Completed,
            StoredState.Failed => JobStatus.Failed,
            _ => JobStatus.Cancelled,
        },
        Number = new QueueNumber(row.Number(4), row.Flag(5)),
        CreatedAt = row.Time(6),
        StartedAt = row.TimeOrNull(7),
        EndedAt = row.TimeOrNull(8),
        WorkflowId = row.TextOrNull(10),
        Owner = row.TextOrNull(11),
        Outputs = new OutputSummary((int)row.Integer(12), (int)row.Integer(13), row.Bytes(14)),
        ErrorJson = row.Bytes(15),
    };

    /// <summary>A finished job in full.</summary>
    public static HistoryEntry ReadEntry(Statement.Rows row)
    {
        var summary = ReadSummary(row);
        // A damaged file may have lost the one and kept the other.
        var complete = !row.IsNull(FinishedColumns);
        var ran = !row.IsNull(FinishedColumns + 3);
        return new HistoryEntry
        {
            PromptId = summary.PromptId,
            Number = summary.Number,
            Targets = complete ? StoredJson.ReadTexts(row.Text(FinishedColumns)) : [],
            PromptJson = complete ? row.Bytes(FinishedColumns + 1) : "{}"u8.ToArray(),
            ExtraDataJson = complete ? row.Bytes(FinishedColumns + 2) : "{}"u8.ToArray(),
            OutputsJson = ran ? row.Bytes(FinishedColumns + 3) : "{}"u8.ToArray(),
            OutputNodes = ran ? StoredJson.ReadNodes(row.Bytes(FinishedColumns + 4)) : [],
            Messages = ran ? StoredJson.ReadMessages(row.Bytes(FinishedColumns + 5)) : [],
            Status = summary.Status switch
            {
                JobStatus.Completed => ExecutionStatus.Success,
                JobStatus.Failed => ExecutionStatus.Error,
                _ => ExecutionStatus.Interrupted,
            },
            OverAt = row.Time(9),
            Summary = summary,
        };
    }

    /// <summary>How a job ended, as stored.</summary>
    /// <param name="entry">The job.</param>
    /// <param name="withdrawn">True when it was taken off the queue.</param>
    public static StoredState StateOf(HistoryEntry entry, bool withdrawn) => withdrawn
        ? StoredState.Withdrawn
        : entry.Summary.Status switch
        {
            JobStatus.Completed => StoredState.Completed,
            JobStatus.Failed => StoredState.Failed,
            JobStatus.Cancelled => StoredState.Interrupted,
            var other => throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"A job that is over cannot be {other}."), nameof(entry)),
        };
}
