namespace PixelDiT.Server.Sockets;

/// <summary>
/// What a client hears that connects, or connects again, while its job runs: the start, how far each node is, and what nodes have shown so far
/// (protocol §12 row 25; all clients accept repeats). The job's thread tells it, any thread asks.
/// </summary>
/// <param name="sid">The job's client.</param>
/// <param name="progress">How far each node is.</param>
internal sealed class JobReplay(string sid, ProgressState progress)
{
    // Far above what nodes show; beyond it the oldest go, as they do in a slow client's line.
    private const long MaxExecutedBytes = 4 << 20;

    private readonly Lock _lock = new();
    private readonly Queue<OutgoingMessage> _executed = [];
    private OutgoingMessage? _start;
    private long _executedBytes;

    /// <summary>The client whose job it is.</summary>
    public string Sid { get; } = sid;

    /// <summary>The job has begun. Call it before the message is sent: a client that connects in between hears it twice rather than never.</summary>
    public void Started(OutgoingMessage message)
    {
        lock (_lock)
        {
            _start = message;
        }
    }

    /// <summary>A node showed something. Call it before the message is sent.</summary>
    public void Executed(OutgoingMessage message)
    {
        lock (_lock)
        {
            _executed.Enqueue(message);
            _executedBytes += message.Payload.Length;
            while (_executedBytes > MaxExecutedBytes && _executed.Count > 1)
            {
                _executedBytes -= _executed.Dequeue().Payload.Length;
            }
        }
    }

    /// <summary>Sends all of it, in the order in which it happened.</summary>
    public void SendTo(SocketConnection connection)
    {
        lock (_lock)
        {
            if (_start is null)
            {
                return;
            }

            connection.Send(_start);
            if (progress.Count > 0)
            {
                connection.Send(progress.ToMessage());
            }

            foreach (var message in _executed)
            {
                connection.Send(message);
            }
        }
    }
}
