using System.Net.WebSockets;
using System.Text.Json.Nodes;

namespace PixelDiT.EndToEnd.Tests;

/// <summary>A client of <c>/ws</c>: receives messages until a job is over.</summary>
internal sealed class ClientSocket : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);
    private readonly ClientWebSocket _socket = new();

    public string Id { get; } = Guid.NewGuid().ToString("N");

    public static async Task<ClientSocket> ConnectAsync(Uri server)
    {
        var client = new ClientSocket();
        using var deadline = new CancellationTokenSource(Deadline);
        await client._socket.ConnectAsync(new Uri($"{server}?clientId={client.Id}"), deadline.Token);
        return client;
    }

    /// <summary>All messages up to <c>executing</c> with node null; binary ones as their bytes.</summary>
    public async Task<IReadOnlyList<Message>> UntilDoneAsync()
    {
        using var deadline = new CancellationTokenSource(Deadline);
        var messages = new List<Message>();
        while (true)
        {
            var message = await ReceiveAsync(deadline.Token);
            messages.Add(message);
            if (message is { Type: "executing", Data: { } data } && data["node"] is null)
            {
                return messages;
            }
        }
    }

    public void Dispose() => _socket.Dispose();

    private async Task<Message> ReceiveAsync(CancellationToken cancellation)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[1 << 16];
        ValueWebSocketReceiveResult part;
        do
        {
            part = await _socket.ReceiveAsync(buffer.AsMemory(), cancellation);
            bytes.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);
        if (part.MessageType == WebSocketMessageType.Binary)
        {
            return new Message("binary", null, bytes.ToArray());
        }
        Assert.That(part.MessageType, Is.EqualTo(WebSocketMessageType.Text), "the server closed the socket");
        var json = JsonNode.Parse(bytes.ToArray())!.AsObject();
        return new Message((string)json["type"]!, json["data"]!.AsObject(), null);
    }

    /// <summary>One message: JSON with a type, or <c>binary</c>.</summary>
    internal sealed record Message(string Type, JsonObject? Data, byte[]? Bytes);
}
