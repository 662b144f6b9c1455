using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using PixelDiT.Server.Jobs;
using PixelDiT.Server.Webhooks;

namespace PixelDiT.Server.Storage;

/// <summary>
/// Queue and history in a SQLite file: what was acknowledged survives the end of the process, however it ends. Which jobs wait and run is in memory as
/// well; every change is written before anybody can see it. One lock and one connection write; readers have their own and never wait for them.
/// </summary>
public sealed partial class SqliteJobStore : IJobStore
{
    /// <summary>A job that was interrupted by so many crashes is not tried again.</summary>
    private const int MostInterruptions = 2;

    // Prompts of waiting jobs stay in memory up to this size, so that they need not be read and validated again.
    private const long MostKeptBytes = 16 << 20;
    private const int EntriesAtATime = 32;
    private const int DeletedAtATime = 200;
    private const int SweptAtATime = 2000;
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly string _file;
    private readonly JobStoreOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly StoreLock _lock;
    private readonly StoreWriter _writer;
    private readonly ReaderPool _readers;
    private readonly StoreKeeper? _keeper;
    private readonly Lock _gate = new();
    private readonly ManualResetEventSlim _closing = new();
    private readonly LiveJobs _live = new();

    // Between opening and taking over.
    private readonly List<(Job Job, LiveStage Stage)> _found = [];
    private string[] _needed = [];
    private StoreState _state;
    private long _sequence;
    private long _order;
    private long _counter;
    private long _keptBytes;
    private long _swept;
    private bool _closed;

    private SqliteJobStore(string file, JobStoreOptions options, TimeProvider time, ILogger logger)
    {
        (_file, _options, _time, _logger, _state) = (file, options, time, logger, null!);
        _lock = StoreLock.Take(file);
        SqliteConnection? connection = null;
        try
        {
            connection = StoreFile.Open(file, Load, time, logger);
            _writer = new StoreWriter(connection);
            TakeOver();
            _needed = [file, $"{file}-wal", StoreLock.PathOf(file)];
            _readers = new ReaderPool(file);
            _keeper = new StoreKeeper(file, ForgetOld, Tidy, Still, logger);
        }
        catch (SqliteException e)
        {
            connection?.Dispose();
            _lock.Dispose();
            throw JobStoreErrors.Of(file, e, starting: true);
        }
        catch
        {
            connection?.Dispose();
            _lock.Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    public event Action<int>? Changed;

    /// <inheritdoc />
    public event Action<QueueChange>? JobChanged;

    /// <inheritdoc />
    public int Remaining
    {
        get
        {
            lock (_gate)
            {
                return _live.Count;
            }
        }
    }

    /// <summary>Opens a store, or makes it. Jobs that were running when its last server broke down wait again, or are given up.</summary>
    /// <param name="file">The file; made with its folder when there is none.</param>
    /// <param name="options">Bounds.</param>
    /// <param name="time">Tells when jobs are over.</param>
    /// <param name="logger">Hears what was found.</param>
    /// <exception cref="JobStoreException">The file cannot be used; the message says what to do.</exception>
    public static SqliteJobStore Open(string file, JobStoreOptions options, TimeProvider time, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(options);
        return new SqliteJobStore(Path.GetFullPath(file), options, time, logger);
    }

    /// <inheritdoc />
    public ValueTask<long> NextCountAsync(CancellationToken cancellationToken) => new(Interlocked.Increment(ref _counter));

    /// <inheritdoc />
    public ValueTask<EnqueueResult> EnqueueAsync(Job job, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(job);
        lock (_gate)
        {
            if (_live.Contains(job.PromptId) || Try(() => _writer.IsFinished(job.PromptId)))
            {
                return new(EnqueueResult.DuplicateId);
            }

            var placed = job with { Sequence = _sequence + 1, PayloadBytes = SizeOf(job) };
            if (!_live.HasRoomFor(placed, _options))
            {
                return new(EnqueueResult.Full);
            }

            var webhook = job.Webhook is { } target ? WebhookDelivery.Of(placed, target) : null;
            Write(_state with { Counter = Math.Max(_state.Counter, Interlocked.Read(ref _counter)) }, () =>
            {
                _writer.Insert(placed);
                if (webhook is not null)
                {
                    _writer.PutWebhook(webhook);
                }
            });
            _sequence++;
            Know_NeedsLock(webhook);
            _live.Add(Keep(placed));
            Tell_NeedsLock(QueueChangeKind.Queued, placed);
            Announce_NeedsLock();
            return new(EnqueueResult.Queued);
        }
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<QueuedJob> ReadAsync(string? owner, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<QueuedJob> jobs;
        lock (_gate)
        {
            jobs = _live.Of(owner);
        }

        foreach (var queued in jobs)
        {
            if (!queued.Job.PromptJson.IsEmpty)
            {
                yield return queued;
            }
            else if (await _readers.ReadAsync(r => r.Complete(queued.Job), cancellationToken) is { } complete)
            {
                yield return queued with { Job = complete };
            }
        }
    }

    /// <inheritdoc />
    public ValueTask<QueueState> GetStateAsync(string? owner, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return new(_live.ToState(_state.Paused, owner));
        }
    }

    /// <inheritdoc />
    public ValueTask SetPausedAsync(bool paused, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            WriteState(_state with { Paused = paused }, () => { });
            Tell_NeedsLock(paused ? QueueChangeKind.Paused : QueueChangeKind.Resumed, null);
            Announce_NeedsLock();
            return default;
        }
    }

    /// <inheritdoc />
    public ValueTask<MoveResult> MoveAsync(string promptId, QueueMove move, string? owner, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!_live.TryFindPending(promptId, owner, out var job))
            {
                return new(new MoveResult(MoveOutcome.NotPending, 0, default));
            }

            if (_live.Plan(job, move) is not { } changes)
            {
                return new(new MoveResult(MoveOutcome.TargetNotPending, 0, job.Number));
            }

            // With the counter, which the old numbers told.
            WriteState(_state, () => changes.ForEach(c => _writer.Renumber(c.Job, c.Number)));
            _live.Renumber(changes);
            changes.ForEach(c => Tell_NeedsLock(QueueChangeKind.Moved, c.Job with { Number = c.Number }));
            Announce_NeedsLock();
            return new(_live.Standing(promptId));
        }
    }

    /// <inheritdoc />
    public ValueTask<int> RemovePendingAsync(IReadOnlyCollection<string> promptIds, string? owner, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(promptIds);
        lock (_gate)
        {
            List<Job> jobs = [.. promptIds.Distinct().Select(id => _live.TryFindPending(id, owner, out var job) ? job : null).OfType<Job>()];
            Withdraw_NeedsLock(jobs, announceEach: true);
            return new(jobs.Count);
        }
    }

    /// <inheritdoc />
    public ValueTask<int> ClearPendingAsync(string? owner, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var jobs = _live.PendingOf(owner);
            Withdraw_NeedsLock(jobs, announceEach: false);
            Announce_NeedsLock();
            return new(jobs.Count);
        }
    }

    /// <inheritdoc />
    public bool Interrupt(string? promptId, string? owner)
    {
        RunningJob[] hit;
        lock (_gate)
        {
            hit = _live.ToInterrupt(promptId, owner);
            KeepInterrupted_NeedsLock(hit);
        }

        // Outside the lock: cancelling runs callbacks of nodes.
        foreach (var job in hit)
        {
            job.Interrupt();
        }

        return hit.Length > 0;
    }

    /// <inheritdoc />
    public RunningJob? TryTake()
    {
        lock (_gate)
        {
            while (!_closed && !_state.Paused && _live.Next is { } job)
            {
                Job complete;
                try
                {
                    complete = job.PromptJson.IsEmpty ? Try(() => _writer.Load(job)) with { Prompt = null } : job;
                }
                catch (Exception e) when (e is InvalidDataException or JobStoreException { InnerException: SqliteException { SqliteErrorCode: Sqlite.Corrupt } })
                {
                    GiveUp_NeedsLock(job, e);
                    continue;
                }

                Write(_state, () => _writer.SetStage(job, LiveStage.Runs));
                Release(job);
                var running = _live.Start(job, complete);
                Tell_NeedsLock(QueueChangeKind.Taken, job);
                Announce_NeedsLock();
                return running;
            }

            return null;
        }
    }

    /// <inheritdoc />
    public bool Complete(RunningJob job, HistoryEntry entry)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentNullException.ThrowIfNull(entry);
        while (true)
        {
            try
            {
                lock (_gate)
                {
                    if (!_live.Running.Contains(job))
                    {
                        return false;
                    }

                    Finish_NeedsLock(job.Job, entry, JobRows.StateOf(entry, withdrawn: false));
                    _live.Stop(job);
                    Prune_NeedsLock();
                    return true;
                }
            }
            catch (JobStoreException e) when (e.InnerException is not SqliteException { SqliteErrorCode: Sqlite.Constraint })
            {
                // Telling that the job is over and forgetting it would be worse than standing still.
                Log.EndNotWritten(_logger, job.Job.PromptId, e.Message, e);
                if (_closing.Wait(RetryAfter))
                {
                    throw;
                }
            }
        }
    }

    /// <inheritdoc />
    public bool Requeue(RunningJob job)
    {
        ArgumentNullException.ThrowIfNull(job);
        lock (_gate)
        {
            if (_closed || job.IsUnwanted || !_live.Running.Contains(job))
            {
                return false;
            }

            Write(_state, () => _writer.SetStage(job.Job, LiveStage.Waits));
            _live.Stop(job);
            _live.Add(Keep(job.Job));
            return true;
        }
    }

    /// <inheritdoc />
    public void Announce()
    {
        lock (_gate)
        {
            Announce_NeedsLock();
        }
    }

    /// <inheritdoc />
    public void WithRemaining(Action<int> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        lock (_gate)
        {
            action(_live.Count);
        }
    }

    /// <inheritdoc />
    public async ValueTask<int> CancelAsync(IReadOnlyCollection<string> promptIds, string? owner, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(promptIds);
        // First the waiting ones: otherwise one of them might begin to run when the running one stops.
        var removed = await RemovePendingAsync(promptIds, owner, cancellationToken);
        return removed + promptIds.Distinct().Count(id => Interrupt(id, owner));
    }

    /// <summary>Closes the file; jobs that run by then count as interrupted by a crash.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_closed)
            {
                return;
            }

            _closed = true;
            _closing.Set();
        }

        _keeper!.Dispose();
        _readers.Dispose();
        lock (_gate)
        {
            try
            {
                _writer.Transact(() => _writer.SetState(_state, closed: true));
                _writer.EmptyLog();
            }
            catch (SqliteException e)
            {
                // The log stays beside the file; the next start reads it.
                Log.CareFailed(_logger, e);
            }

            _writer.Dispose();
        }

        _lock.Dispose();
    }
}
