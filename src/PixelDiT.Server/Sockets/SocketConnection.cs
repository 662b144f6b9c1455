using System.Buffers;
using System.Net.WebSockets;
using PixelDiT.Server.Http;

namespace PixelDiT.Server.Sockets;

/// <summary>One connected client: its outgoing line, and what it said of itself.</summary>
/// <param name="sid">The effective client id; several connections may carry the same.</param>
/// <param name="options">Bounds.</param>
/// <param name="caller">Who opened it; null when there are no keys.</param>
internal sealed class SocketConnection(string sid, SocketOptions options, Caller? caller = null)
{
    private readonly OutgoingQueue _outgoing = new(options.SoftLimitBytes, options.HardLimitBytes);
    private volatile WebSocket? _socket;
    private volatile bool _wantsPreviewMetadata;

    /// <summary>The effective client id.</summary>
    public string Sid { get; } = sid;

    /// <summary>Under which address <see cref="SocketHub"/> finds it.</summary>
    public string Address { get; } = SocketHub.AddressOf(caller?.Owner, sid)!;

    /// <summary>True when its client may see the jobs of this owner.</summary>
    public bool MaySee(string? owner) => caller?.Scope is not { } scope || scope == owner;

    /// <summary>True when the client announced <c>supports_preview_metadata</c>: it gets previews of type 4 instead of 1.</summary>
    public bool WantsPreviewMetadata
    {
        get => _wantsPreviewMetadata;
        set => _wantsPreviewMetadata = value;
    }

    /// <summary>How many messages a slow client has lost.</summary>
    public long Dropped => _outgoing.Dropped;

    /// <summary>Puts a message in line; never blocks. A client that is hopelessly behind is disconnected.</summary>
    public void Send(OutgoingMessage message)
    {
        if (!_outgoing.TryEnqueue(message))
        {
            // Elsewhere: closing may take its time, and this is the executor's thread.
            ThreadPool.UnsafeQueueUserWorkItem(static s => s?.Abort(), _socket, preferLocal: false);
        }
    }

    /// <summary>Sends what waits and what comes, and receives, until either side closes.</summary>
    /// <param name="socket">The open socket.</param>
    /// <param name="received">Called with each text message.</param>
    /// <param name="cancellationToken">Set when the server stops.</param>
    public async Task RunAsync(WebSocket socket, Action<ReadOnlyMemory<byte>> received, CancellationToken cancellationToken)
    {
        _socket = socket;
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var sending = SendAllAsync(socket, linked.Token);
        try
        {
            await ReceiveAllAsync(socket, received, linked.Token);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException)
        {
            // The client went away, or we sent it away: either way the connection is over, which is all that RunAsync tells.
        }
        finally
        {
            _outgoing.Close();
            await linked.CancelAsync();
            await sending;
        }
    }

    private async Task SendAllAsync(WebSocket socket, CancellationToken cancellationToken)
    {
        try
        {
            while (await _outgoing.WaitAsync(cancellationToken))
            {
                while (_outgoing.TryDequeue(out var message))
                {
                    await socket.SendAsync(
                        message.Payload,
                        message.IsText ? WebSocketMessageType.Text : WebSocketMessageType.Binary,
                        WebSocketMessageFlags.EndOfMessage,
                        cancellationToken);
                }
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The receiving side notices the same and ends the connection.
            socket.Abort();
        }
    }

    private async Task ReceiveAllAsync(WebSocket socket, Action<ReadOnlyMemory<byte>> received, CancellationToken cancellationToken)
    {
        // Small at first: clients say little, and there may be many of them.
        var buffer = new ArrayBufferWriter<byte>(1024);
        while (true)
        {
            var result = await socket.ReceiveAsync(buffer.GetMemory(512), cancellationToken);
            if (result.MessageType == WebSocketMessageType.Close)
            {
                // Only answered, not awaited for long: the sender may be stuck on a client that does not read.
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                patience.CancelAfter(TimeSpan.FromSeconds(1));
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, patience.Token);
                return;
            }

            buffer.Advance(result.Count);
            if (buffer.WrittenCount > options.MaxIncomingBytes)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.MessageTooBig, $"Message larger than {options.MaxIncomingBytes} bytes", cancellationToken);
                return;
            }

            if (result.EndOfMessage)
            {
                if (result.MessageType == WebSocketMessageType.Text)
                {
                    received(buffer.WrittenMemory);
                }

                buffer.ResetWrittenCount();
            }
        }
    }
}
