using Microsoft.Data.Sqlite;
using PixelDiT.Server.Jobs;
using PixelDiT.Server.Webhooks;

namespace PixelDiT.Server.Storage;

/// <summary>Everything that is written, through the one connection that writes. Not thread-safe.</summary>
internal sealed class StoreWriter : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly List<Statement> _statements = [];
    private readonly Statement _begin;
    private readonly Statement _commit;
    private readonly Statement _rollback;
    private readonly Statement _isFinished;
    private readonly Statement _insertLive;
    private readonly Statement _insertPayload;
    private readonly Statement _setStage;
    private readonly Statement _renumber;
    private readonly Statement _deleteLive;
    private readonly Statement _insertFinished;
    private readonly Statement _insertResult;
    private readonly Statement _setState;
    private readonly Statement _payload;
    private readonly Statement _payloadBytes;
    private readonly Statement _oldestListed;
    private readonly Statement _oldestWithdrawn;
    private readonly Statement _oldest;
    private readonly Statement _byId;
    private readonly Statement _upTo;
    private readonly Statement _deleteFinished;
    private readonly Statement _sweep;
    private readonly Statement _deletePayload;
    private readonly Statement _deleteResult;
    private readonly Statement _putWebhook;
    private readonly Statement _deleteWebhook;
    private readonly Statement _deleteOrphan;

    /// <summary>Prepares the statements.</summary>
    /// <param name="connection">Taken over.</param>
    public StoreWriter(SqliteConnection connection)
    {
        _connection = connection;
        _begin = Prepare("BEGIN IMMEDIATE");
        _commit = Prepare("COMMIT");
        _rollback = Prepare("ROLLBACK");
        _isFinished = Prepare("SELECT 1 FROM finished WHERE id = ?1");
        _insertLive = Prepare("INSERT INTO live VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 0)");
        _insertPayload = Prepare("INSERT INTO payload VALUES (?1, ?2, ?3, ?4)");
        _setStage = Prepare("UPDATE live SET running = ?2, interruptions = ?3 WHERE seq = ?1");
        _renumber = Prepare("UPDATE live SET number = ?2, from_client = ?3 WHERE seq = ?1");
        _deleteLive = Prepare("DELETE FROM live WHERE seq = ?1");
        _insertFinished = Prepare("INSERT INTO finished VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)");
        _insertResult = Prepare("INSERT INTO result VALUES (?1, ?2, ?3, ?4)");
        _setState = Prepare("UPDATE store SET counter = ?1, paused = ?2, completed = ?3, failed = ?4, interrupted = ?5, withdrawn = ?6, bytes = ?7, withdrawn_bytes = ?8, closed = ?9, garbage = ?10");
        _payload = Prepare("SELECT targets, prompt, extra FROM payload WHERE seq = ?1");
        _payloadBytes = Prepare("SELECT length(prompt) + length(extra) FROM payload WHERE seq = ?1");
        const string columns = "SELECT ord, seq, state, size, over FROM finished";
        _oldestListed = Prepare($"{columns} WHERE state <> 5 ORDER BY ord LIMIT ?1");
        _oldestWithdrawn = Prepare($"{columns} WHERE state = 5 ORDER BY ord LIMIT ?1");
        // Old ones come first; only when there are none, and that is asked once a minute, all rows are looked at. By time, not by place: a clock may have run ahead for a while.
        _oldest = Prepare($"{columns} WHERE over < ?1 LIMIT ?2");
        _byId = Prepare($"{columns} WHERE id = ?1 AND (?2 IS NULL OR owner = ?2)");
        _upTo = Prepare($"{columns} WHERE ord <= ?1 AND (?2 IS NULL OR owner = ?2) ORDER BY ord LIMIT ?3");
        _deleteFinished = Prepare("DELETE FROM finished WHERE ord = ?1");
        _sweep = Prepare("DELETE FROM payload WHERE seq BETWEEN ?1 AND ?2 AND seq NOT IN (SELECT seq FROM live) AND seq NOT IN (SELECT seq FROM finished)");
        _deletePayload = Prepare("DELETE FROM payload WHERE seq = ?1");
        _deleteResult = Prepare("DELETE FROM result WHERE seq = ?1");
        _putWebhook = Prepare($"INSERT OR REPLACE INTO webhook ({WebhookRows.Columns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)");
        _deleteWebhook = Prepare("DELETE FROM webhook WHERE seq = ?1 AND state >= 2");
        _deleteOrphan = Prepare("DELETE FROM webhook WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM finished WHERE id = ?2)");
    }

    /// <summary>Does all of it or nothing. What it wrote survives the end of the process.</summary>
    public void Transact(Action work)
    {
        _begin.Run();
        try
        {
            work();
            _commit.Run();
        }
        catch
        {
            try
            {
                _rollback.Run();
            }
            catch (SqliteException)
            {
                // After a full disk there is nothing to roll back any more; the cause is on its way.
            }

            throw;
        }
    }

    public bool IsFinished(string promptId) => _isFinished.Integer(promptId) is not null;

    public void Insert(Job job)
    {
        _insertLive.Run(
            job.Sequence, job.PromptId, job.Number.Value, job.Number.FromClient, job.CreatedAt.UtcTicks, job.WorkflowId, job.Owner, !job.Secrets.IsEmpty, job.Interruptions);
        _insertPayload.Run(job.Sequence, StoredJson.OfTexts(job.Targets), job.PromptJson, job.ExtraDataJson);
    }

    public void SetStage(Job job, LiveStage stage) => _setStage.Run(job.Sequence, (int)stage, job.Interruptions);

    public void Renumber(Job job, QueueNumber number) => _renumber.Run(job.Sequence, number.Value, number.FromClient);

    /// <summary>A job that waited or ran is over.</summary>
    /// <param name="order">Its place among the finished ones.</param>
    /// <param name="sequence">Its place among the submissions.</param>
    /// <param name="entry">What came of it.</param>
    /// <param name="state">How it ended.</param>
    /// <param name="size">Its bytes.</param>
    public void Finish(long order, long sequence, HistoryEntry entry, StoredState state, long size)
    {
        var job = entry.Summary;
        _deleteLive.Run(sequence);
        _insertFinished.Run(
            order, sequence, entry.PromptId, (int)state, entry.Number.Value, entry.Number.FromClient, job.CreatedAt.UtcTicks, Sqlite.TicksOf(job.StartedAt),
            Sqlite.TicksOf(job.EndedAt), entry.OverAt.UtcTicks, job.Duration.Ticks, job.WorkflowId, job.Owner, size,
            job.Outputs.Count, job.Outputs.PreviewableCount, job.Outputs.PreviewJson, job.ErrorJson);
        if (state != StoredState.Withdrawn)
        {
            _insertResult.Run(sequence, entry.OutputsJson, StoredJson.OfNodes(entry.OutputNodes), StoredJson.OfMessages(entry.Messages));
        }
    }

    /// <summary>Writes what is true of the store as a whole.</summary>
    /// <param name="state">That.</param>
    /// <param name="closed">True when nothing else is written afterwards: the next start may rely on it.</param>
    public void SetState(StoreState state, bool closed = false) => _setState.Run(
        state.Counter, state.Paused, state.Completed, state.Failed, state.Interrupted, state.Withdrawn, state.Bytes, state.WithdrawnBytes, closed, state.Garbage);

    /// <summary>The job with its prompt.</summary>
    /// <exception cref="InvalidDataException">It is not there.</exception>
    public Job Load(Job job)
    {
        using var row = _payload.Read(job.Sequence);
        return row.Next()
            ? job with { Targets = StoredJson.ReadTexts(row.Text(0)), PromptJson = row.Bytes(1), ExtraDataJson = row.Bytes(2) }
            : throw new InvalidDataException("its prompt is missing");
    }

    /// <summary>How large the prompt of a job is.</summary>
    public long PayloadBytes(Job job) => _payloadBytes.Integer(job.Sequence) ?? 0;

    public List<FinishedRow> OldestListed(int count) => All(_oldestListed.Read(count));

    public List<FinishedRow> OldestWithdrawn(int count) => All(_oldestWithdrawn.Read(count));

    /// <summary>Those of the oldest that were over before a moment.</summary>
    public List<FinishedRow> OldestOverBefore(DateTimeOffset moment, int count) => All(_oldest.Read(moment.UtcTicks, count));

    public List<FinishedRow> WithId(string promptId, string? owner) => All(_byId.Read(promptId, owner));

    /// <summary>The oldest up to a place.</summary>
    public List<FinishedRow> UpTo(long order, string? owner, int count) => All(_upTo.Read(order, owner, count));

    public void Delete(FinishedRow row)
    {
        _deleteFinished.Run(row.Order);
        _deletePayload.Run(row.Sequence);
        _deleteResult.Run(row.Sequence);
        _deleteWebhook.Run(row.Sequence);
    }

    /// <summary>Writes a webhook down, or how far it is now. One that is done stays as long as its job; a job that is forgotten does not take one with it that is not.</summary>
    public void PutWebhook(WebhookDelivery webhook)
    {
        _putWebhook.Run(WebhookRows.Values(webhook));
        if (webhook is { IsDone: true, Attempts: > 0 })
        {
            _deleteOrphan.Run(webhook.Id, webhook.PromptId);
        }
    }

    /// <summary>Deletes all finished jobs, but leaves their payloads: that takes the time of looking at the pages, not of deleting row by row.</summary>
    public void DeleteAllFinished()
    {
        _connection.Execute("DELETE FROM finished");
        _connection.Execute("DELETE FROM result");
        _connection.Execute("DELETE FROM webhook WHERE state >= 2");
    }

    /// <summary>Deletes payloads of a range that belong to no job.</summary>
    public void Sweep(long first, long last) => _sweep.Run(first, last);

    /// <summary>Pages that deleted rows have left.</summary>
    public long FreePages => _connection.ReadInteger("PRAGMA freelist_count");

    /// <summary>All pages.</summary>
    public long Pages => _connection.ReadInteger("PRAGMA page_count");

    /// <summary>Gives free pages back to the disk.</summary>
    public void Shrink(int pages)
    {
        using var vacuum = new Statement(_connection, $"PRAGMA incremental_vacuum({pages})");
        vacuum.Run();
    }

    /// <summary>Copies the log into the file and cuts it off.</summary>
    public void EmptyLog() => _connection.Execute("PRAGMA wal_checkpoint(TRUNCATE)");

    public void Dispose()
    {
        _statements.ForEach(s => s.Dispose());
        _connection.Dispose();
    }

    private static List<FinishedRow> All(Statement.Rows found)
    {
        using (found)
        {
            var rows = new List<FinishedRow>();
            while (found.Next())
            {
                rows.Add(new FinishedRow(found.Integer(0), found.Integer(1), (StoredState)found.Integer(2), found.Integer(3)));
            }

            return rows;
        }
    }

    private Statement Prepare(string sql)
    {
        var statement = new Statement(_connection, sql);
        _statements.Add(statement);
        return statement;
    }
}

/// <summary>A finished job as far as deleting it needs.</summary>
/// <param name="Order">Its place among the finished ones.</param>
/// <param name="Sequence">Its place among the submissions.</param>
/// <param name="State">How it ended.</param>
/// <param name="Size">Its bytes.</param>
internal sealed record FinishedRow(long Order, long Sequence, StoredState State, long Size);
