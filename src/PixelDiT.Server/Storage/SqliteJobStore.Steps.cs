using Microsoft.Data.Sqlite;
using PixelDiT.Server.Jobs;
using PixelDiT.Server.Webhooks;

namespace PixelDiT.Server.Storage;

/// <content>The steps that the members are made of; those that end in NeedsLock are called with the lock held.</content>
public sealed partial class SqliteJobStore
{
    private void Withdraw_NeedsLock(IReadOnlyList<Job> jobs, bool announceEach)
    {
        var now = _time.GetUtcNow();
        foreach (var some in jobs.Chunk(DeletedAtATime))
        {
            var next = _state;
            var order = _order;
            var webhooks = new List<WebhookDelivery>();
            Write(next, () =>
            {
                foreach (var job in some)
                {
                    var entry = HistoryEntry.Withdrawn(job, now);
                    var size = entry.SizeBytes + (job.PromptJson.IsEmpty ? _writer.PayloadBytes(job) : 0);
                    _writer.Finish(++order, job.Sequence, entry, StoredState.Withdrawn, size);
                    if (WebhookOver_NeedsLock(entry) is { } webhook)
                    {
                        _writer.PutWebhook(webhook);
                        webhooks.Add(webhook);
                    }

                    next = next.With(StoredState.Withdrawn, 1, size);
                }
            });
            _state = next;
            _order = order;
            webhooks.ForEach(Know_NeedsLock);
            foreach (var job in some)
            {
                Release(job);
                _live.Remove(job);
                Tell_NeedsLock(QueueChangeKind.Withdrawn, job);
                if (announceEach)
                {
                    Announce_NeedsLock();
                }
            }
        }

        Prune_NeedsLock();
    }

    private void Finish_NeedsLock(Job job, HistoryEntry entry, StoredState state)
    {
        var order = _order + 1;
        var webhook = WebhookOver_NeedsLock(entry);
        Write(_state.With(state, 1, entry.SizeBytes), () =>
        {
            _writer.Finish(order, job.Sequence, entry, state, entry.SizeBytes);
            if (webhook is not null)
            {
                _writer.PutWebhook(webhook);
            }
        });
        _order = order;
        Know_NeedsLock(webhook);
    }

    // A job that somebody has cancelled does not run again when the server breaks down before it has stopped.
    private void KeepInterrupted_NeedsLock(RunningJob[] jobs)
    {
        if (_closed || jobs.Length == 0)
        {
            return;
        }

        try
        {
            Write(_state, () => Array.ForEach(jobs, j => _writer.SetStage(j.Job, LiveStage.Unwanted)));
        }
        catch (JobStoreException e)
        {
            // On a full disk an interrupt is needed all the more.
            Log.InterruptNotWritten(_logger, e.Message);
        }
    }

    // A waiting job that cannot even be read.
    private void GiveUp_NeedsLock(Job job, Exception cause)
    {
        Log.Unreadable(_logger, job.PromptId, cause.Message, cause);
        var reason = new JobUnreadableException($"The stored job cannot be read: {cause.Message}", cause);
        Finish_NeedsLock(job, JobFailures.EntryOf(Empty(job), reason, _time.GetUtcNow()), StoredState.Failed);
        _live.Remove(job);
        Tell_NeedsLock(QueueChangeKind.Unreadable, job);
        Announce_NeedsLock();
    }

    // A little more than the bound may be kept, so that deleting is worth its while.
    private void Prune_NeedsLock()
    {
        try
        {
            Prune_NeedsLock(_writer.OldestListed, s => s.Listed, s => s.Bytes);
            Prune_NeedsLock(_writer.OldestWithdrawn, s => s.Withdrawn, s => s.WithdrawnBytes);
        }
        catch (JobStoreException e)
        {
            // What was to be written is written; the next job brings another try.
            Log.CareFailed(_logger, e);
        }
    }

    private void Prune_NeedsLock(Func<int, List<FinishedRow>> oldest, Func<StoreState, long> countOf, Func<StoreState, long> bytesOf)
    {
        var slack = _options.MaxHistory / 100;
        var (count, bytes) = (countOf(_state), bytesOf(_state));
        if (count <= _options.MaxHistory + slack && (bytes <= _options.MaxHistoryBytes || count <= 1))
        {
            return;
        }

        while (true)
        {
            var candidates = Try(() => oldest(DeletedAtATime));
            var rows = candidates.TakeWhile(r =>
            {
                var goes = count > _options.MaxHistory || (bytes > _options.MaxHistoryBytes && count > 1);
                (count, bytes) = (count - 1, bytes - r.Size);
                return goes;
            }).ToList();
            Delete_NeedsLock(rows);
            if (rows.Count < DeletedAtATime)
            {
                return;
            }
        }
    }

    private void Delete_NeedsLock(List<FinishedRow> rows)
    {
        if (rows.Count > 0)
        {
            WriteState(rows.Aggregate(_state, (s, r) => s.With(r.State, -1, r.Size)), () =>
            {
                foreach (var row in rows)
                {
                    _writer.Delete(row);
                }
            });
        }
    }

    private void ClearAll_NeedsLock()
    {
        WriteState(
            _state with { Completed = 0, Failed = 0, Interrupted = 0, Withdrawn = 0, Bytes = 0, WithdrawnBytes = 0, Garbage = _sequence },
            _writer.DeleteAllFinished);
        _swept = 0;
    }

    // Called by the keeper.
    private void ForgetOld()
    {
        if (_options.MaxHistoryAge is not { } age)
        {
            return;
        }

        while (true)
        {
            lock (_gate)
            {
                if (_closed)
                {
                    return;
                }

                var rows = Try(() => _writer.OldestOverBefore(_time.GetUtcNow() - age, DeletedAtATime));
                Delete_NeedsLock(rows);
                if (rows.Count < DeletedAtATime)
                {
                    return;
                }
            }

            Thread.Sleep(1);
        }
    }

    // Called by the keeper: does something while nothing is written.
    private void Still(Action work)
    {
        lock (_gate)
        {
            if (!_closed)
            {
                work();
            }
        }
    }

    // Called by the keeper: a bit of what a cleared history has left behind goes; true when there is more to do.
    private bool Tidy()
    {
        lock (_gate)
        {
            if (_closed || _state.Garbage == 0)
            {
                return Shrink_NeedsLock();
            }

            var last = Math.Min(_swept + SweptAtATime, _state.Garbage);
            WriteState(_state with { Garbage = last == _state.Garbage ? 0 : _state.Garbage }, () => _writer.Sweep(_swept + 1, last));
            _swept = last;
            return true;
        }
    }

    // Free pages are used again before the file grows, so a few are worth keeping.
    private bool Shrink_NeedsLock()
    {
        const int atATime = 64;
        const int worthKeeping = 256;
        if (_closed)
        {
            return false;
        }

        var free = _writer.FreePages;
        if (free < worthKeeping || free < _writer.Pages / 8)
        {
            return false;
        }

        _writer.Shrink(atATime);
        return true;
    }

    private Job LoadOrEmpty(Job job)
    {
        try
        {
            return _writer.Load(job);
        }
        catch (Exception e) when (e is InvalidDataException or SqliteException)
        {
            Log.Unreadable(_logger, job.PromptId, e.Message, e);
            return Empty(job);
        }
    }

    // What does not fit into memory is in the file.
    private ReadOnlyMemory<byte> ExtraDataOf_NeedsLock(Job pending) =>
        pending.ExtraDataJson.IsEmpty ? Try(() => LoadOrEmpty(pending)).ExtraDataJson : pending.ExtraDataJson;

    private static Job Empty(Job job) => job with { Targets = [], PromptJson = "{}"u8.ToArray(), ExtraDataJson = "{}"u8.ToArray() };

    // The job as it waits in memory: with its prompt while there is room.
    private Job Keep(Job job)
    {
        var size = SizeOf(job);
        if (_keptBytes + size > MostKeptBytes)
        {
            return job with { Prompt = null, PromptJson = default, ExtraDataJson = default, ExtraPngInfo = null };
        }

        _keptBytes += size;
        return job;
    }

    private void Release(Job job) => _keptBytes -= SizeOf(job);

    private static long SizeOf(Job job) => job.PromptJson.Length + job.ExtraDataJson.Length;

    // All or nothing, and out of the process when it returns. Counts stay in memory; they can be found again.
    private void Write(StoreState next, Action work)
    {
        RequireFiles();
        Try(() =>
        {
            _writer.Transact(work);
            return true;
        });
        _state = next;
        _keeper?.Changed();
    }

    // Files that are deleted while they are open can be written as before, and all of it is gone with the process; a lock that is gone keeps nobody away.
    private void RequireFiles()
    {
        foreach (var file in _needed)
        {
            if (!File.Exists(file))
            {
                throw JobStoreErrors.Gone(_file, file);
            }
        }
    }

    // The same for changes that cannot be found again: what was deleted, and what was set.
    private void WriteState(StoreState next, Action work) => Write(next, () =>
    {
        work();
        _writer.SetState(next);
    });

    /// <inheritdoc />
    public void Probe()
    {
        lock (_gate)
        {
            WriteState(_state, () => { });
        }
    }

    private T Try<T>(Func<T> access)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        try
        {
            return access();
        }
        catch (SqliteException e)
        {
            if (e.SqliteErrorCode == Sqlite.Corrupt)
            {
                StoreFile.Suspect(_file);
            }

            throw JobStoreErrors.Of(_file, e);
        }
    }

    // Reads at a moment that the counts in memory belong to. The lock is held for the first look only.
    private ValueTask<T> ReadAsync<T>(Func<StoreReader, StoreState, T> read, CancellationToken cancellationToken) => _readers.ReadAsync(
        r =>
        {
            StoreState state;
            lock (_gate)
            {
                r.Begin();
                state = _state;
            }

            try
            {
                return read(r, state);
            }
            finally
            {
                r.End();
            }
        },
        cancellationToken);

    // Handlers run under the lock on purpose: that is what keeps the numbers that clients see in order.
    private void Announce_NeedsLock() => Changed?.Invoke(_live.Count);

    private void Tell_NeedsLock(QueueChangeKind kind, Job? job) => JobChanged?.Invoke(new QueueChange(kind, job));
}
