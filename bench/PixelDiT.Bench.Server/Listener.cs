using System.Net.WebSockets;
using System.Text;

namespace PixelDiT.Bench.Server;

/// <summary>A client that only listens, to <c>/ws</c> or to the hub, and counts what it gets; or that connects and never reads.</summary>
internal sealed class Listener : IAsyncDisposable
{
    // SignalR's JSON protocol ends each message with this.
    private const char RecordSeparator = '\u001e';
    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _stop = new();
    private Task _reading = Task.CompletedTask;
    private long _bytes;

    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>A client of <c>/ws</c>; the job has no client id, so its messages go to everybody.</summary>
    public static async Task<Listener> SocketAsync(Uri server, int number, bool reads)
    {
        var listener = new Listener();
        await listener._socket.ConnectAsync(new Uri($"ws://{server.Authority}/ws?clientId=listener-{number}"), CancellationToken.None);
        listener.Begin(reads);
        return listener;
    }

    /// <summary>A client of <c>/hubs/queue</c> that follows all jobs.</summary>
    public static async Task<Listener> HubAsync(Uri server, bool reads)
    {
        var listener = new Listener();
        await listener._socket.ConnectAsync(new Uri($"ws://{server.Authority}/hubs/queue"), CancellationToken.None);
        await listener.SendAsync("""{"protocol":"json","version":1}""");
        await listener.SendAsync("""{"type":1,"invocationId":"1","target":"SubscribeAll","arguments":[null]}""");
        listener.Begin(reads);
        return listener;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _socket.Abort();
        await _reading;
        _socket.Dispose();
        _stop.Dispose();
    }

    private Task SendAsync(string message) =>
        _socket.SendAsync(Encoding.UTF8.GetBytes(message + RecordSeparator), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    private void Begin(bool reads)
    {
        if (reads)
        {
            _reading = ReadAsync();
        }
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[64 << 10];
        try
        {
            while (true)
            {
                var result = await _socket.ReceiveAsync(buffer.AsMemory(), _stop.Token);
                Interlocked.Add(ref _bytes, result.Count);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException)
        {
            // The end of the measurement, or a client that the server gave up; the count stays.
        }
    }
}
