using System.Buffers.Binary;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace PixelDiT.Tests.Sockets;

/// <summary>A client of <c>/ws</c> that collects what it receives.</summary>
internal sealed class TestSocket : IAsyncDisposable
{
    /// <summary>Nothing in these tests takes longer, unless it hangs.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly ClientWebSocket _socket;
    private readonly List<SocketMessage> _received = [];
    private readonly SemaphoreSlim _arrived = new(0);
    private readonly CancellationTokenSource _stop = new();
    private Task _receiving = Task.CompletedTask;
    private readonly byte[] _buffer = new byte[1 << 16];
    private int _read;
    private Exception? _end;

    private TestSocket(ClientWebSocket socket) => _socket = socket;

    public static async Task<TestSocket> ConnectAsync(Uri uri, (string Name, string Value)[] headers, bool receive = true)
    {
        var socket = new ClientWebSocket();
        foreach (var (name, value) in headers)
        {
            socket.Options.SetRequestHeader(name, value);
        }

        using var deadline = new CancellationTokenSource(Deadline);
        await socket.ConnectAsync(uri, deadline.Token);
        var result = new TestSocket(socket);
        if (receive)
        {
            result.StartReceiving();
        }

        return result;
    }

    /// <summary>All messages so far.</summary>
    public IReadOnlyList<SocketMessage> Received
    {
        get
        {
            lock (_received)
            {
                return [.. _received];
            }
        }
    }

    public WebSocketState State => _socket.State;

    public WebSocketCloseStatus? CloseStatus => _socket.CloseStatus;

    public void StartReceiving() => _receiving = ReceiveAsync();

    /// <summary>The next message that was not asked for yet.</summary>
    public async Task<SocketMessage> NextAsync()
    {
        Assert.That(await _arrived.WaitAsync(Deadline), Is.True, () => $"no further message (state {_socket.State}, ended by: {_end}); so far:\n{string.Join('\n', Received)}");
        lock (_received)
        {
            return _received[_read++];
        }
    }

    /// <summary>The next messages up to and including the first for which the condition holds.</summary>
    public async Task<List<SocketMessage>> UntilAsync(Func<SocketMessage, bool> condition)
    {
        var messages = new List<SocketMessage>();
        do
        {
            messages.Add(await NextAsync());
        }
        while (!condition(messages[^1]));
        return messages;
    }

    /// <summary>The messages up to the end of the next job.</summary>
    public Task<List<SocketMessage>> UntilNothingRunsAsync() => UntilAsync(m => m is { Type: "executing" } && m.Data!["node"] is null);

    public Task SendAsync(string text) =>
        _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    public async Task CloseAsync()
    {
        using var deadline = new CancellationTokenSource(Deadline);
        await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, deadline.Token);
        await _receiving.WaitAsync(deadline.Token);
    }

    /// <summary>Waits until the server has closed the connection.</summary>
    public Task ClosedAsync() => _receiving.WaitAsync(Deadline);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _receiving;
        _socket.Dispose();
    }

    private async Task ReceiveAsync()
    {
        try
        {
            while (await ReceiveOneAsync(_stop.Token))
            {
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // The test, or the server, ended the connection.
            _end = e;
        }
    }

    private async Task<bool> ReceiveOneAsync(CancellationToken cancellationToken)
    {
        using var message = new MemoryStream();
        ValueWebSocketReceiveResult result;
        do
        {
            result = await _socket.ReceiveAsync(_buffer.AsMemory(), cancellationToken);
            if (result.MessageType == WebSocketMessageType.Close)
            {
                return false;
            }

            message.Write(_buffer, 0, result.Count);
        }
        while (!result.EndOfMessage);
        lock (_received)
        {
            _received.Add(SocketMessage.Read(message.ToArray(), result.MessageType));
        }

        _arrived.Release();
        return true;
    }
}

/// <summary>A message: JSON with a type, or bytes.</summary>
internal sealed record SocketMessage(string Type, JsonObject? Data, byte[]? Bytes)
{
    public static SocketMessage Read(byte[] payload, WebSocketMessageType type)
    {
        if (type == WebSocketMessageType.Binary)
        {
            return new SocketMessage($"binary{BinaryPrimitives.ReadUInt32BigEndian(payload)}", null, payload);
        }

        var json = JsonNode.Parse(payload)!;
        return new SocketMessage((string)json["type"]!, (JsonObject)json["data"]!, null);
    }

    /// <summary>A short form for comparisons of order.</summary>
    public override string ToString() => Type switch
    {
        "status" => $"status {Data!["status"]!["exec_info"]!["queue_remaining"]}{(Data["sid"] is null ? "" : " sid")}",
        "executing" => $"executing {Data!["node"]?.ToString() ?? "null"}",
        "executed" => $"executed {Data!["node"]}",
        "progress" => $"progress {Data!["node"]} {Data["value"]}/{Data["max"]}",
        "execution_cached" => $"execution_cached [{string.Join(',', Data!["nodes"]!.AsArray())}]",
        "progress_state" => $"progress_state {{{string.Join(", ", Data!["nodes"]!.AsObject().Select(n => $"{n.Key}:{n.Value!["state"]} {n.Value["value"]}/{n.Value["max"]}"))}}}",
        _ => Type,
    };
}
