using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace PixelDiT.Server.Sockets;

/// <summary>
/// Messages that wait for one client: bounded in bytes. When the bound is passed, the oldest previews go first, then the oldest progress
/// reports; essential messages are kept up to a second bound, beyond which the client is given up.
/// A <see cref="Channel{T}"/> cannot drop by kind, hence this class; it serves as the bell only.
/// </summary>
/// <param name="softLimitBytes">Above this, previews and progress are dropped.</param>
/// <param name="hardLimitBytes">Above this, the client is given up.</param>
internal sealed class OutgoingQueue(long softLimitBytes, long hardLimitBytes)
{
    // What a message costs beside its payload, so that many tiny messages are bounded as well.
    private const int OverheadBytes = 64;

    private readonly Lock _gate = new();
    private readonly Channel<bool> _bell = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { SingleReader = true });
    private readonly LinkedList<OutgoingMessage> _line = new();

    // By importance: where the droppable messages stand in the line, oldest first.
    private readonly Queue<LinkedListNode<OutgoingMessage>>[] _droppable = [new(), new()];
    private long _bytes;
    private bool _readerWaits;
    private bool _closed;

    /// <summary>How many messages were dropped so far.</summary>
    public long Dropped { get; private set; }

    /// <summary>Adds a message; never blocks.</summary>
    /// <returns>False when the client must be given up: too much of what it has to receive is waiting.</returns>
    public bool TryEnqueue(OutgoingMessage message)
    {
        bool wake;
        lock (_gate)
        {
            if (_closed)
            {
                return true;
            }

            _bytes += SizeOf(message);
            var node = _line.AddLast(message);
            if (message.Importance != Importance.Essential)
            {
                _droppable[(int)message.Importance].Enqueue(node);
            }

            if (_bytes > softLimitBytes)
            {
                Shrink_NeedsLock();
            }

            if (_bytes > hardLimitBytes)
            {
                Close_NeedsLock();
                return false;
            }

            wake = _readerWaits;
            _readerWaits = false;
        }

        if (wake)
        {
            _bell.Writer.TryWrite(true);
        }

        return true;
    }

    /// <summary>Takes the oldest message; for the one reader.</summary>
    public bool TryDequeue([NotNullWhen(true)] out OutgoingMessage? message)
    {
        lock (_gate)
        {
            if (_line.First is { } node)
            {
                message = node.Value;
                Remove_NeedsLock(node);
                if (message.Importance != Importance.Essential)
                {
                    // The oldest of the line is the oldest of its kind.
                    _droppable[(int)message.Importance].Dequeue();
                }

                return true;
            }

            message = null;
            return false;
        }
    }

    /// <summary>Waits until there is something to take; for the one reader.</summary>
    /// <returns>False when the queue was closed.</returns>
    public async ValueTask<bool> WaitAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_closed)
            {
                return false;
            }

            if (_line.Count > 0)
            {
                return true;
            }

            _readerWaits = true;
        }

        await _bell.Reader.ReadAsync(cancellationToken);
        lock (_gate)
        {
            return !_closed;
        }
    }

    /// <summary>Forgets everything; later messages are ignored and the reader is told.</summary>
    public void Close()
    {
        lock (_gate)
        {
            Close_NeedsLock();
        }
    }

    private void Close_NeedsLock()
    {
        _closed = true;
        _line.Clear();
        _droppable[0].Clear();
        _droppable[1].Clear();
        _bytes = 0;
        if (_readerWaits)
        {
            _readerWaits = false;
            _bell.Writer.TryWrite(true);
        }
    }

    private void Shrink_NeedsLock()
    {
        foreach (var kind in _droppable)
        {
            while (_bytes > softLimitBytes && kind.TryDequeue(out var node))
            {
                Remove_NeedsLock(node);
                Dropped++;
            }
        }
    }

    private void Remove_NeedsLock(LinkedListNode<OutgoingMessage> node)
    {
        _line.Remove(node);
        _bytes -= SizeOf(node.Value);
    }

    private static int SizeOf(OutgoingMessage message) => message.Payload.Length + OverheadBytes;
}
