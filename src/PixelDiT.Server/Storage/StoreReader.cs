using Microsoft.Data.Sqlite;
using PixelDiT.Server.Jobs;
using PixelDiT.Server.Webhooks;

namespace PixelDiT.Server.Storage;

/// <summary>Everything that is read while the server runs, through a connection that only reads: it never waits for the writer, nor the writer for it. Not thread-safe.</summary>
internal sealed class StoreReader(string file) : IDisposable
{
    private const string EntryJoin = "FROM finished f LEFT JOIN payload p ON p.seq = f.seq LEFT JOIN result r ON r.seq = f.seq";
    private readonly SqliteConnection _connection = Sqlite.Open(file, SqliteOpenMode.ReadOnly, cacheKib: 2 << 10);
    private readonly Dictionary<string, Statement> _statements = [];

    /// <summary>A finished job, or null.</summary>
    /// <param name="promptId">Its id.</param>
    /// <param name="owner">Only when it is this owner's.</param>
    public (HistoryEntry Entry, bool Withdrawn)? Find(string promptId, string? owner)
    {
        using var row = Prepare($"SELECT {JobRows.Entry} {EntryJoin} WHERE f.id = ?1 AND (?2 IS NULL OR f.owner = ?2)").Read(promptId, owner);
        return row.Next() ? (JobRows.ReadEntry(row), (StoredState)row.Integer(3) == StoredState.Withdrawn) : null;
    }

    /// <summary>The last webhook of a job, or null.</summary>
    public WebhookDelivery? Webhook(string promptId)
    {
        using var row = Prepare($"SELECT {WebhookRows.Columns} FROM webhook WHERE job = ?1 ORDER BY state, rowid DESC LIMIT 1").Read(promptId);
        return row.Next() ? WebhookRows.Read(row) : null;
    }

    /// <summary>A waiting job with its prompt, or null when it is not there any more.</summary>
    public Job? Complete(Job job)
    {
        using var row = Prepare("SELECT targets, prompt, extra FROM payload WHERE seq = ?1").Read(job.Sequence);
        return row.Next() ? job with { Targets = StoredJson.ReadTexts(row.Text(0)), PromptJson = row.Bytes(1), ExtraDataJson = row.Bytes(2) } : null;
    }

    /// <summary>Where a range of history begins and ends; within a snapshot.</summary>
    /// <param name="maxItems">See <see cref="IJobHistory.GetRangeAsync"/>.</param>
    /// <param name="offset">Likewise.</param>
    /// <param name="owner">Likewise.</param>
    /// <param name="state">What is true at the moment of the snapshot.</param>
    /// <returns>Places of the first and of the last entry there is at present; null when there is none to show.</returns>
    public (long First, long Last)? Range(int? maxItems, int offset, string? owner, StoreState state)
    {
        var where = owner is null ? "state <> 5" : "owner = ?1 AND state <> 5";
        object?[] parameters = owner is null ? [] : [owner];
        if (Prepare($"SELECT max(ord) FROM finished WHERE {where}").Integer(parameters) is not { } last)
        {
            return null;
        }

        var first = 0L;
        if (offset > 0 || (offset < 0 && maxItems is not null))
        {
            var direction = offset < 0 ? "DESC" : "ASC";
            var skip = offset < 0 ? maxItems!.Value - 1 : offset;
            var at = owner is null ? DensePlace(offset < 0, skip, state) : null;
            at ??= Prepare($"SELECT ord FROM finished WHERE {where} ORDER BY ord {direction} LIMIT 1 OFFSET ?{parameters.Length + 1}").Integer([.. parameters, skip]);
            if (at is null && offset >= 0)
            {
                return null;
            }

            first = at ?? 0;
        }

        return (first, last);
    }

    /// <summary>Entries from one place to another, at most so many.</summary>
    public List<(long Order, HistoryEntry Entry)> Entries(long first, long last, string? owner, int count)
    {
        var sql = $"SELECT {JobRows.Entry} {EntryJoin} WHERE f.ord BETWEEN ?1 AND ?2 AND f.state <> 5{(owner is null ? "" : " AND f.owner = ?4")} ORDER BY f.ord LIMIT ?3";
        using var row = owner is null ? Prepare(sql).Read(first, last, count) : Prepare(sql).Read(first, last, count, owner);
        var entries = new List<(long, HistoryEntry)>();
        while (row.Next())
        {
            entries.Add((row.Integer(0), JobRows.ReadEntry(row)));
        }

        return entries;
    }

    /// <summary>A page of the list of all jobs, and how many there are; within a snapshot.</summary>
    /// <param name="query">Which.</param>
    /// <param name="state">What is true at the moment of the snapshot.</param>
    public JobPage List(JobQuery query, StoreState state)
    {
        var list = new ListSql(query);
        var total = list.Counted is { } states
            ? states.Sum(state.CountOf) + (Prepare(list.CountLive).Integer(list.Parameters) ?? 0)
            : Prepare(list.CountAll).Integer(list.Parameters) ?? 0;
        var jobs = new List<JobSummary>();
        if (total > query.Offset)
        {
            using var places = Prepare(list.Page).Read([.. list.Parameters, query.Limit ?? -1, query.Offset]);
            while (places.Next())
            {
                jobs.Add(places.IsNull(2) ? Live(places.Integer(1)) : Finished(places.Integer(2)));
            }
        }

        return new JobPage(jobs, (int)Math.Min(total, int.MaxValue));
    }

    /// <summary>From now on everything is read as it is now, until <see cref="End"/>.</summary>
    public void Begin()
    {
        Prepare("BEGIN").Run();
        // The moment is that of the first look.
        Prepare("SELECT id FROM store").Run();
    }

    /// <summary>Ends a snapshot.</summary>
    public void End() => Prepare("COMMIT").Run();

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }

        _connection.Dispose();
    }

    // Where nothing was ever deleted from the middle, places are counted instead of walked over.
    private long? DensePlace(bool fromEnd, int skip, StoreState state)
    {
        var min = Prepare("SELECT min(ord) FROM finished").Integer() ?? 0;
        var max = Prepare("SELECT max(ord) FROM finished").Integer() ?? 0;
        if (state.Withdrawn > 0 || max - min + 1 != state.Listed)
        {
            return null;
        }

        var place = fromEnd ? Math.Max(min, max - skip) : min + skip;
        return place <= max ? place : null;
    }

    private JobSummary Live(long sequence)
    {
        using var row = Prepare($"SELECT {JobRows.Live} FROM live l WHERE l.seq = ?1").Read(sequence);
        row.Next();
        return JobSummary.Of(JobRows.ReadLive(row), JobRows.ReadRunning(row) ? JobStatus.InProgress : JobStatus.Pending);
    }

    private JobSummary Finished(long order)
    {
        using var row = Prepare($"SELECT {JobRows.Finished} FROM finished f WHERE f.ord = ?1").Read(order);
        row.Next();
        return JobRows.ReadSummary(row);
    }

    private Statement Prepare(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
        {
            _statements.Add(sql, statement = new Statement(_connection, sql));
        }

        return statement;
    }
}
