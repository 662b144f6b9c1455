using System.Globalization;
using Microsoft.Data.Sqlite;
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
    public static Job ReadLive(SqliteDataReader row) => new()
    {
        Sequence = row.GetInt64(0),
        PromptId = row.GetString(1),
        Number = new QueueNumber(row.GetDouble(2), row.GetBoolean(3)),
        CreatedAt = Sqlite.TimeOf(row.GetInt64(4)),
        WorkflowId = row.IsDBNull(5) ? null : row.GetString(5),
        Owner = row.IsDBNull(6) ? null : row.GetString(6),
        SecretsLost = row.GetBoolean(7),
        Interruptions = row.GetInt32(8),
        Targets = [],
        PromptJson = default,
        ExtraDataJson = default,
    };

    /// <summary>True for a job that runs.</summary>
    public static bool ReadRunning(SqliteDataReader row) => row.GetBoolean(9);

    /// <summary>A finished job as lists show it.</summary>
    public static JobSummary ReadSummary(SqliteDataReader row) => new()
    {
        Sequence = row.GetInt64(1),
        PromptId = row.GetString(2),
        Status = (StoredState)row.GetInt32(3) switch
        {
            StoredState.Completed => JobStatus.Completed,
            StoredState.Failed => JobStatus.Failed,
            _ => JobStatus.Cancelled,
        },
        Number = new QueueNumber(row.GetDouble(4), row.GetBoolean(5)),
        CreatedAt = Sqlite.TimeOf(row.GetInt64(6)),
        StartedAt = row.IsDBNull(7) ? null : Sqlite.TimeOf(row.GetInt64(7)),
        EndedAt = row.IsDBNull(8) ? null : Sqlite.TimeOf(row.GetInt64(8)),
        WorkflowId = row.IsDBNull(10) ? null : row.GetString(10),
        Owner = row.IsDBNull(11) ? null : row.GetString(11),
        Outputs = new OutputSummary(row.GetInt32(12), row.GetInt32(13), Bytes(row, 14)),
        ErrorJson = Bytes(row, 15),
    };

    /// <summary>A finished job in full.</summary>
    public static HistoryEntry ReadEntry(SqliteDataReader row)
    {
        var summary = ReadSummary(row);
        // A damaged file may have lost the one and kept the other.
        var complete = !row.IsDBNull(FinishedColumns);
        var ran = !row.IsDBNull(FinishedColumns + 3);
        return new HistoryEntry
        {
            PromptId = summary.PromptId,
            Number = summary.Number,
            Targets = complete ? StoredJson.ReadTexts(row.GetString(FinishedColumns)) : [],
            PromptJson = complete ? Bytes(row, FinishedColumns + 1) : "{}"u8.ToArray(),
            ExtraDataJson = complete ? Bytes(row, FinishedColumns + 2) : "{}"u8.ToArray(),
            OutputsJson = ran ? Bytes(row, FinishedColumns + 3) : "{}"u8.ToArray(),
            OutputNodes = ran ? StoredJson.ReadNodes(Bytes(row, FinishedColumns + 4)) : [],
            Messages = ran ? StoredJson.ReadMessages(Bytes(row, FinishedColumns + 5)) : [],
            Status = summary.Status switch
            {
                JobStatus.Completed => ExecutionStatus.Success,
                JobStatus.Failed => ExecutionStatus.Error,
                _ => ExecutionStatus.Interrupted,
            },
            OverAt = Sqlite.TimeOf(row.GetInt64(9)),
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

    private static byte[] Bytes(SqliteDataReader row, int column) => row.IsDBNull(column) ? [] : (byte[])row.GetValue(column);
}
