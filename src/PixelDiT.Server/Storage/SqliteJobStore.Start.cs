using Microsoft.Data.Sqlite;
using PixelDiT.Server.Jobs;

namespace PixelDiT.Server.Storage;

/// <content>What happens when a store is opened: what the last server left is read, counted and taken over.</content>
public sealed partial class SqliteJobStore
{
    // Everything small that the file knows, into memory. May be called again with another file when the first was damaged.
    private void Load(SqliteConnection connection)
    {
        using (var store = new Statement(connection, "SELECT counter, paused, completed, failed, interrupted, withdrawn, bytes, withdrawn_bytes, closed, garbage FROM store"))
        {
            using var row = store.Read();
            if (!row.Next())
            {
                throw new SqliteException("the row of table store is missing", Sqlite.Corrupt);
            }

            _state = new StoreState
            {
                Counter = row.Integer(0),
                Paused = row.Flag(1),
                Completed = row.Integer(2),
                Failed = row.Integer(3),
                Interrupted = row.Integer(4),
                Withdrawn = row.Integer(5),
                Bytes = row.Integer(6),
                WithdrawnBytes = row.Integer(7),
                Garbage = row.Integer(9),
            };
            if (!row.Flag(8))
            {
                _state = Recount(connection, _state);
            }
        }

        LoadWebhooks(connection);
        _counter = _state.Counter;
        _sequence = connection.ReadInteger("SELECT max(seq) FROM payload");
        _order = connection.ReadInteger("SELECT max(ord) FROM finished");
        _found.Clear();
        using var live = new Statement(connection, $"SELECT {JobRows.Live}, length(p.prompt) + length(p.extra) FROM live l LEFT JOIN payload p ON p.seq = l.seq");
        using var rows = live.Read();
        while (rows.Next())
        {
            _found.Add((JobRows.ReadLive(rows) with { PayloadBytes = rows.Integer(10) }, JobRows.ReadStage(rows)));
        }
    }

    // The last server did not come to write down what it had counted.
    private static StoreState Recount(SqliteConnection connection, StoreState last)
    {
        const string counter = "max(CASE WHEN from_client = 0 THEN abs(number) END)";
        var state = last with { Completed = 0, Failed = 0, Interrupted = 0, Withdrawn = 0, Bytes = 0, WithdrawnBytes = 0 };
        using var finished = new Statement(connection, $"SELECT state, count(*), sum(size), {counter} FROM finished NOT INDEXED GROUP BY state");
        using (var rows = finished.Read())
        {
            while (rows.Next())
            {
                state = state.With((StoredState)rows.Integer(0), (int)rows.Integer(1), rows.Integer(2)) with { Counter = Math.Max(state.Counter, Last(rows, 3)) };
            }
        }

        using var live = new Statement(connection, $"SELECT {counter} FROM live");
        using var waiting = live.Read();
        return waiting.Next() ? state with { Counter = Math.Max(state.Counter, Last(waiting, 0)) } : state;

        static long Last(Statement.Rows rows, int column) => rows.IsNull(column) ? -1 : (long)rows.Number(column);
    }

    // Jobs of the last run wait again; those that it broke down with are tried once more, or given up.
    private void TakeOver()
    {
        var now = _time.GetUtcNow();
        List<Job> again = [], over = [];
        foreach (var (job, stage) in _found.Where(f => f.Stage != LiveStage.Unwanted))
        {
            var job1 = stage == LiveStage.Runs ? job with { Interruptions = job.Interruptions + 1 } : job;
            (job1.Interruptions < MostInterruptions ? again : over).Add(job1);
        }

        var unwanted = _found.Where(f => f.Stage == LiveStage.Unwanted).Select(f => f.Job).ToList();
        var wasRunning = _found.Where(f => f.Stage == LiveStage.Runs).Select(f => f.Job.Sequence).ToHashSet();
        _found.Clear();
        // From now on the counts in the file are not to be relied on.
        WriteState(_state, () =>
            {
                foreach (var job in again.Where(j => wasRunning.Contains(j.Sequence)))
                {
                    _writer.SetStage(job, LiveStage.Waits);
                }
            });

        foreach (var job in unwanted)
        {
            Log.InterruptedBefore(_logger, job.PromptId);
            Finish_NeedsLock(job, JobFailures.InterruptedEntryOf(LoadOrEmpty(job), now), StoredState.Interrupted);
        }

        foreach (var job in over)
        {
            const string text = "The server stopped twice while it ran this job: it is not tried again. The server's log may tell what happened; submit the job again to run it nevertheless";
            Log.GivenUp(_logger, job.PromptId);
            Finish_NeedsLock(job, JobFailures.EntryOf(LoadOrEmpty(job), new JobInterruptedTwiceException(text), now), StoredState.Failed);
        }

        foreach (var job in again)
        {
            _live.Add(job);
            if (wasRunning.Contains(job.Sequence))
            {
                Log.Retried(_logger, job.PromptId);
            }
        }

        if (again.Count > 0)
        {
            Log.TakenOver(_logger, again.Count, _state.Paused ? "; the queue is paused" : "");
        }
    }
}
