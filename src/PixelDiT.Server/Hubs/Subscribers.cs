using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PixelDiT.Server.Events;
using PixelDiT.Server.Http;
using PixelDiT.Server.Previews;

namespace PixelDiT.Server.Hubs;

/// <summary>
/// All connections to the hub, and the pump between the log and them. Publishers ring a bell and go on; the pump makes the JSON of what is new, once for all,
/// and wakes the connections, each of which sends at its own pace.
/// </summary>
internal sealed class Subscribers : IDisposable
{
    private readonly ConcurrentDictionary<string, Connection> _connections = new();
    private readonly Channel<bool> _bell = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { SingleReader = true });
    private readonly IHubContext<QueueHub, IQueueClient> _hub;
    private readonly EventLog _log;
    private readonly SnapshotSource _snapshots;
    private readonly PreviewBudget _previews;
    private readonly QueueHubOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationToken _stopping;
    private readonly HubMetrics _metrics;
    private DroppedEvents _droppedBefore = new(0, 0);
    private long _resetsBefore;
    private int _rung;

    public Subscribers(
        IHubContext<QueueHub, IQueueClient> hub, EventLog log, SnapshotSource snapshots, PreviewBudget previews, ServerOptions options, TimeProvider time,
        ILogger<Subscribers> logger, IHostApplicationLifetime lifetime)
    {
        (_hub, _log, _snapshots, _previews, _options, _time, _logger, _stopping) = (hub, log, snapshots, previews, options.Hub, time, logger, lifetime.ApplicationStopping);
        _metrics = new HubMetrics(Status);
        log.OnPublished(Ring);
        _ = PumpAsync();
    }

    /// <summary>The connection with this id, or null.</summary>
    public Subscriber? Find(string connectionId) => _connections.GetValueOrDefault(connectionId)?.Subscriber;

    /// <summary>A client came.</summary>
    /// <param name="connectionId">Its connection.</param>
    /// <param name="caller">Who it is, and whose events it may see.</param>
    /// <param name="gone">Set when it goes.</param>
    /// <returns>False when there are too many.</returns>
    public bool TryAdd(string connectionId, Caller caller, CancellationToken gone)
    {
        if (_connections.Count >= _options.MaxConnections)
        {
            return false;
        }

        var subscriber = new Subscriber(_hub.Clients.Client(connectionId), caller, _log, _snapshots, _previews, _options);
        _connections[connectionId] = new Connection(subscriber, RunAsync(connectionId, subscriber, gone));
        return true;
    }

    /// <summary>A client went.</summary>
    public void Remove(string connectionId)
    {
        if (_connections.TryRemove(connectionId, out var connection))
        {
            var dropped = connection.Subscriber.Dropped;
            lock (_metrics)
            {
                _droppedBefore = new DroppedEvents(_droppedBefore.Previews + dropped.Previews, _droppedBefore.Progress + dropped.Progress);
                _resetsBefore += connection.Subscriber.Resets;
            }

            HubLog.Closed(_logger, connectionId, dropped.Previews, dropped.Progress, connection.Subscriber.Resets);
        }
    }

    /// <summary>How the hub is doing.</summary>
    public HubStatus Status()
    {
        var all = _connections.Values.Select(c => c.Subscriber).ToList();
        lock (_metrics)
        {
            return new HubStatus(
                all.Count,
                all.Sum(s => s.WaitingEvents),
                all.Sum(s => s.WaitingBytes),
                _droppedBefore.Previews + all.Sum(s => s.Dropped.Previews),
                _droppedBefore.Progress + all.Sum(s => s.Dropped.Progress),
                _resetsBefore + all.Sum(s => s.Resets),
                LogStatus.Of(_log));
        }
    }

    /// <inheritdoc />
    public void Dispose() => _metrics.Dispose();

    // On the publisher's thread.
    private void Ring()
    {
        if (Interlocked.Exchange(ref _rung, 1) == 0)
        {
            _bell.Writer.TryWrite(true);
        }
    }

    private async Task PumpAsync()
    {
        try
        {
            var prepared = _log.Last;
            while (!_stopping.IsCancellationRequested)
            {
                await _bell.Reader.ReadAsync(_stopping);
                Volatile.Write(ref _rung, 0);
                if (_connections.IsEmpty)
                {
                    continue;
                }

                prepared = Prepare(prepared);
                foreach (var (_, connection) in _connections)
                {
                    connection.Subscriber.Wake();
                }

                await Task.Delay(_options.Pace, _time, _stopping);
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    // Here, where it is done once, and not by all connections at the same time.
    private long Prepare(long prepared)
    {
        var last = _log.Last;
        for (var seq = Math.Max(prepared + 1, _log.First); seq <= last; seq++)
        {
            if (_log.Find(seq) is { IsGone: false } logged)
            {
                _ = logged.Json;
            }
        }

        return last;
    }

    private async Task RunAsync(string connectionId, Subscriber subscriber, CancellationToken gone)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(gone, _stopping);
        try
        {
            await subscriber.RunAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            // The client went, or the server stops.
        }
        catch (Exception e)
        {
            // Without its events the connection is of no use: a client that finds it closed comes again.
            HubLog.SendFault(_logger, connectionId, e);
        }
    }

    private sealed record Connection(Subscriber Subscriber, Task Running);
}
