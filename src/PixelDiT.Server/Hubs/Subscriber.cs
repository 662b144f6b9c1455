using System.Threading.Channels;
using PixelDiT.Server.Events;
using PixelDiT.Server.Http;
using PixelDiT.Server.Previews;

namespace PixelDiT.Server.Hubs;

/// <summary>
/// One connection to the hub: what it wants, and where in the log it stands. It holds no events of its own: a client that reads slowly stays behind in the
/// log that all share, loses previews and progress reports first, and starts over from a snapshot when the log has moved on without it.
/// </summary>
/// <param name="client">The other side.</param>
/// <param name="caller">Who it is, and whose events it may see.</param>
/// <param name="log">The log.</param>
/// <param name="snapshots">For starting over.</param>
/// <param name="previews">Is told of the previews that go out.</param>
/// <param name="options">Bounds.</param>
internal sealed class Subscriber(IQueueClient client, Caller caller, EventLog log, SnapshotSource snapshots, PreviewBudget previews, QueueHubOptions options)
{
    private readonly ReadLimits _limits = new(options.MaxBatchEvents, options.MaxBatchBytes, options.SlowBytes);
    private readonly Channel<bool> _bell = Channel.CreateBounded<bool>(1);
    private readonly Lock _gate = new();
    private Position _at = new(EventFilter.Nothing(caller.Scope), After: 0, ReplayUpTo: 0, Told: 0);
    private long _previews;
    private long _progress;
    private long _resets;

    /// <summary>Who it is, and whose events it may see.</summary>
    public Caller Caller => caller;

    /// <summary>What the client did not get so far.</summary>
    public DroppedEvents Dropped => new(Interlocked.Read(ref _previews), Interlocked.Read(ref _progress));

    /// <summary>How often it had to start over.</summary>
    public long Resets => Interlocked.Read(ref _resets);

    /// <summary>How many events wait for it, those that it will not be sent included.</summary>
    public long WaitingEvents => At is { Filter.IsEmpty: false } at ? Math.Max(0, log.Last - at.After) : 0;

    /// <summary>About how many bytes of events wait for it, previews aside.</summary>
    public long WaitingBytes => At is { Filter.IsEmpty: false } at && log.Find(at.After + 1) is { } next ? log.Weight - next.WeightBefore : 0;

    private Position At
    {
        get
        {
            lock (_gate)
            {
                return _at;
            }
        }
    }

    /// <summary>Wants everything.</summary>
    /// <param name="after">Where to begin; null for now. Counts for the first subscription only.</param>
    /// <returns>Where it begins.</returns>
    public long SubscribeAll(long? after) => Change(f => f with { All = true }, after);

    /// <summary>Wants single jobs.</summary>
    /// <param name="jobIds">Their ids.</param>
    /// <param name="after">Where to begin; null for now. Counts for the first subscription only.</param>
    /// <returns>Where it begins; null when that were too many.</returns>
    public long? Subscribe(IReadOnlyCollection<string> jobIds, long? after) =>
        At.Filter.Jobs.Union(jobIds).Count > options.MaxSubscriptions ? null : Change(f => f with { Jobs = f.Jobs.Union(jobIds) }, after);

    /// <summary>Does not want these jobs any more; of no account while it wants all.</summary>
    public void Unsubscribe(IReadOnlyCollection<string> jobIds) => Change(f => f with { Jobs = f.Jobs.Except(jobIds) }, null);

    /// <summary>Wants nothing any more.</summary>
    public void UnsubscribeAll() => Change(_ => EventFilter.Nothing(caller.Scope), null);

    /// <summary>There may be something new.</summary>
    public void Wake() => _bell.Writer.TryWrite(true);

    /// <summary>Sends what the client wants until it is gone.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            if (!await SendNextAsync(cancellationToken))
            {
                await _bell.Reader.ReadAsync(cancellationToken);
            }
        }
    }

    // False when there is nothing to send.
    private async Task<bool> SendNextAsync(CancellationToken cancellationToken)
    {
        var (found, batch) = TakeNext();
        if (found == Found.Gap)
        {
            await StartOverAsync(cancellationToken);
        }
        else if (batch is not null)
        {
            Interlocked.Add(ref _previews, batch.Dropped.Previews);
            Interlocked.Add(ref _progress, batch.Dropped.Progress);
            foreach (var picture in batch.Events.Where(e => e.Event.Weight == EventWeight.Preview))
            {
                previews.Spend(picture.Json.Length);
            }

            await client.Events(batch);
        }

        return found != Found.Nothing;
    }

    // Reading and moving on are one step: a job that is subscribed to in between is followed from exactly where this read ended.
    private (Found Found, EventBatch? Batch) TakeNext()
    {
        lock (_gate)
        {
            if (_at.Filter.IsEmpty)
            {
                return (Found.Nothing, null);
            }

            if (EventReader.Read(log, _at.After, _at.Filter, _limits, _at.ReplayUpTo) is not { } batch)
            {
                return (Found.Gap, null);
            }

            if (batch.UpTo == batch.After)
            {
                return (Found.Nothing, null);
            }

            // A client that nothing concerns must hear from time to time how far it is, or the log would leave it behind.
            var tell = batch.Events.Count > 0 || batch.Dropped.Total > 0 || batch.UpTo - _at.Told > log.Capacity / 4;
            var told = _at.Told;
            _at = _at with { After = batch.UpTo, Told = tell ? batch.UpTo : told };
            return (Found.Something, tell ? batch with { After = told } : null);
        }
    }

    private async Task StartOverAsync(CancellationToken cancellationToken)
    {
        var at = At;
        var snapshot = await snapshots.TakeAsync(caller.Scope, cancellationToken);
        lock (_gate)
        {
            // Otherwise the client has subscribed anew, and to another place.
            if (!ReferenceEquals(_at, at))
            {
                return;
            }

            _at = at with { After = snapshot.Seq, Told = snapshot.Seq };
        }

        Interlocked.Increment(ref _resets);
        await client.Reset(snapshot);
    }

    private long Change(Func<EventFilter, EventFilter> change, long? after)
    {
        long begins;
        lock (_gate)
        {
            var last = log.Last;
            var filter = change(_at.Filter);
            _at = _at.Filter.IsEmpty && !filter.IsEmpty
                ? new Position(filter, after ?? last, ReplayUpTo: last, Told: after ?? last)
                : _at with { Filter = filter };
            begins = _at.After;
        }

        Wake();
        return begins;
    }

    // Told: up to where the client knows itself that it is; behind After while nothing concerned it.
    private sealed record Position(EventFilter Filter, long After, long ReplayUpTo, long Told);

    private enum Found
    {
        Nothing,
        Something,
        Gap,
    }
}
