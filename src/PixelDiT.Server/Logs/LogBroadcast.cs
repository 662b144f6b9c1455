using System.Text.Json;
using Microsoft.Extensions.Hosting;
using PixelDiT.Server.Sockets;

namespace PixelDiT.Server.Logs;

/// <summary>
/// Sends new log messages to the sockets that subscribed (protocol §2.10), gathered over a moment. Nobody subscribed: it costs a look at a flag for each message.
/// </summary>
internal sealed class LogBroadcast : IHostedService, IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    // A burst that is longer than what is kept: its beginning is lost for subscribers as it is for everybody.
    private const int MostWaiting = LogHistory.Capacity;
    private const int MostSubscribers = 100;

    private readonly LogHistory _history;
    private readonly SocketHub _hub;
    private readonly Lock _lock = new();
    private readonly Queue<LogLine> _waiting = [];
    private readonly HashSet<string> _subscribers = [];
    private readonly ITimer _timer;
    private volatile bool _anySubscriber;
    private bool _scheduled;

    public LogBroadcast(LogHistory history, SocketHub hub, TimeProvider time)
    {
        _history = history;
        _hub = hub;
        _timer = time.CreateTimer(_ => Flush(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _history.Added += Add;
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken)
    {
        _history.Added -= Add;
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public void Dispose() => _timer.Dispose();

    /// <summary>Sends later messages to the socket with this id, until it closes.</summary>
    /// <returns>False when too many listen already.</returns>
    public bool TrySubscribe(string sid)
    {
        lock (_lock)
        {
            // Those that have gone since make room.
            _subscribers.RemoveWhere(s => !_hub.HasListener(s));
            if (_subscribers.Count >= MostSubscribers && !_subscribers.Contains(sid))
            {
                return false;
            }

            _subscribers.Add(sid);
            _anySubscriber = true;
            return true;
        }
    }

    /// <summary>Sends nothing more to that socket.</summary>
    public void Unsubscribe(string sid)
    {
        lock (_lock)
        {
            _subscribers.Remove(sid);
            _anySubscriber = _subscribers.Count > 0;
        }
    }

    private void Add(LogLine line)
    {
        if (!_anySubscriber)
        {
            return;
        }

        lock (_lock)
        {
            if (_waiting.Count == MostWaiting)
            {
                _waiting.Dequeue();
            }

            _waiting.Enqueue(line);
            if (!_scheduled)
            {
                _scheduled = true;
                _timer.Change(Pause, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private void Flush()
    {
        List<LogLine> lines;
        List<string> subscribers;
        lock (_lock)
        {
            lines = [.. _waiting];
            _waiting.Clear();
            _scheduled = false;
            _subscribers.RemoveWhere(s => !_hub.HasListener(s));
            _anySubscriber = _subscribers.Count > 0;
            subscribers = [.. _subscribers];
        }

        if (lines.Count == 0 || subscribers.Count == 0)
        {
            return;
        }

        var message = Messages.Text("logs", WireJson.Write(lines, WriteEntries), Importance.Progress);
        foreach (var sid in subscribers)
        {
            _hub.SendTo(sid, message);
        }
    }

    // {"entries":[{"t":T,"m":TEXT},...],"size":null}
    private static void WriteEntries(Utf8JsonWriter w, List<LogLine> lines)
    {
        w.WriteStartObject();
        LogEndpoints.WriteEntries(w, lines);
        // The size was told with the first answer and does not change.
        w.WriteNull("size"u8);
        w.WriteEndObject();
    }
}
