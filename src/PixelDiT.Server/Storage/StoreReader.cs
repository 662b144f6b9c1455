using Microsoft.Data.Sqlite;
using PixelDiT.Server.Jobs;

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
        return row.Read() ? (JobRows.ReadEntry(row), (StoredState)row.GetInt32(3) == StoredState.Withdrawn) : null;
    }

    /// <summary>Waiting and running jobs with their prompts, in the order in which they will run.</summary>
    public QueueSnapshot Snapshot(string? owner)
    {
        var sql = $"SELECT {JobRows.Live}, p.targets, p.prompt, p.extra FROM live l JOIN payload p ON p.seq = l.seq WHERE ?1 IS NULL OR l.owner = ?1 ORDER BY l.number, l.id";
        using var row = Prepare(sql).Read(owner);
        List<Job> running = [], pending = [];
        while (row.Read())
        {
            (JobRows.ReadRunning(row) ? running : pending).Add(JobRows.ReadLive(row) with
            {
                Targets = StoredJson.ReadTexts(row.GetString(10)),
                PromptJson = (byte[])row.GetValue(11),
                ExtraDataJson = (byte[])row.GetValue(12),
            });
        }

        return new QueueSnapshot(running, pending);
    }

    /// <summary>Where a range of history begins and ends.</summary>
    /// <param name="maxItems">See <see cref="IJobHistory.GetRangeAsync"/>.</param>
    /// <param name="offset">Likewise.</param>
    /// <param name="owner">Likewise.</param>
    /// <returns>Places of the first and of the last entry there is at present; null when there is none to show.</returns>
    public (long First, long Last)? Range(int? maxItems, int offset, string? owner) => InSnapshot<(long, long)?>(() =>
    {
        var where = owner is null ? "state <> 5" : "owner = ?1 AND state <> 5";
        object?[] parameters = owner is null ? [] : [owner];
        if (Prepare($"SELECT max(ord) FROM finished WHERE {where}").Scalar(parameters) is not long last)
        {
            return null;
        }

        var first = 0L;
        if (offset > 0 || (offset < 0 && maxItems is not null))
        {
            var direction = offset < 0 ? "DESC" : "ASC";
            var skip = offset < 0 ? maxItems!.Value - 1 : offset;
            var at = owner is null ? DensePlace(offset < 0, skip) : null;
            at ??= Prepare($"SELECT ord FROM finished WHERE {where} ORDER BY ord {direction} LIMIT 1 OFFSET ?{parameters.Length + 1}").Scalar([.. parameters, skip]) as long?;
            if (at is null && offset >= 0)
            {
                return null;
            }

            first = at ?? 0;
        }

        return (first, last);
    });

    /// <summary>Entries from one place to another, at most so many.</summary>
    public List<(long Order, HistoryEntry Entry)> Entries(long first, long last, string? owner, int count)
    {
        var sql = $"SELECT {JobRows.Entry} {EntryJoin} WHERE f.ord BETWEEN ?1 AND ?2 AND f.state <> 5{(owner is null ? "" : " AND f.owner = ?4")} ORDER BY f.ord LIMIT ?3";
        using var row = owner is null ? Prepare(sql).Read(first, last, count) : Prepare(sql).Read(first, last, count, owner);
        var entries = new List<(long, HistoryEntry)>();
        while (row.Read())
        {
            entries.Add((row.GetInt64(0), JobRows.ReadEntry(row)));
        }

        return entries;
    }

    /// <summary>A page of the list of all jobs, and how many there are, at one moment.</summary>
    public JobPage List(JobQuery query) => InSnapshot(() =>
    {
        var list = new ListSql(query);
        var total = list.Counted is { } states
            ? states.Sum(CountOf) + Convert.ToInt64(Prepare(list.CountLive).Scalar(list.Parameters), System.Globalization.CultureInfo.InvariantCulture)
            : Convert.ToInt64(Prepare(list.CountAll).Scalar(list.Parameters), System.Globalization.CultureInfo.InvariantCulture);
        var jobs = new List<JobSummary>();
        if (total > query.Offset)
        {
            using var places = Prepare(list.Page).Read([.. list.Parameters, query.Limit ?? -1, query.Offset]);
            while (places.Read())
            {
                jobs.Add(places.IsDBNull(2) ? Live(places.GetInt64(1)) : Finished(places.GetInt64(2)));
            }
        }

        return new JobPage(jobs, (int)Math.Min(total, int.MaxValue));
    });

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }

        _connection.Dispose();
    }

    // Where nothing was ever deleted from the middle, places are counted instead of walked over.
    private long? DensePlace(bool fromEnd, int skip)
    {
        using var row = Prepare("SELECT (SELECT min(ord) FROM finished), (SELECT max(ord) FROM finished), completed + failed + interrupted, withdrawn FROM store").Read();
        row.Read();
        var (min, max, listed) = (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2));
        if (row.GetInt64(3) > 0 || max - min + 1 != listed)
        {
            return null;
        }

        var place = fromEnd ? Math.Max(min, max - skip) : min + skip;
        return place <= max ? place : null;
    }

    private JobSummary Live(long sequence)
    {
        using var row = Prepare($"SELECT {JobRows.Live} FROM live l WHERE l.seq = ?1").Read(sequence);
        row.Read();
        return JobSummary.Of(JobRows.ReadLive(row), JobRows.ReadRunning(row) ? JobStatus.InProgress : JobStatus.Pending);
    }

    private JobSummary Finished(long order)
    {
        using var row = Prepare($"SELECT {JobRows.Finished} FROM finished f WHERE f.ord = ?1").Read(order);
        row.Read();
        return JobRows.ReadSummary(row);
    }

    private long CountOf(StoredState state) => (long)Prepare($"SELECT {state.ToString().ToLowerInvariant()} FROM store").Scalar()!;

    private T InSnapshot<T>(Func<T> read)
    {
        Prepare("BEGIN").Run();
        try
        {
            return read();
        }
        finally
        {
            Prepare("COMMIT").Run();
        }
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
