using System.Net.WebSockets;
using System.Text;

namespace PixelDiT.Bench.Server;

/// <summary>Submits prompts and hears on the socket when they are done.</summary>
internal sealed class Client : IAsyncDisposable
{
    private static readonly byte[] JobOver = Encoding.UTF8.GetBytes("{\"type\":\"executing\",\"data\":{\"node\":null");
    private readonly ServerProcess _server;
    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[1 << 20];

    private Client(ServerProcess server) => _server = server;

    public static async Task<Client> ConnectAsync(ServerProcess server)
    {
        var client = new Client(server);
        await client._socket.ConnectAsync(server.Socket, CancellationToken.None);
        await client.ReceiveAsync();
        return client;
    }

    /// <summary>EmptyImage → PreviewImage; another colour is another graph.</summary>
    public async Task SubmitAsync(int color, int side = 64)
    {
        var size = $"\"width\":{side},\"height\":{side}";
        var graph = "{\"1\":{\"class_type\":\"EmptyImage\",\"inputs\":{" + size + $",\"batch_size\":1,\"color\":{color}" + "}},"
            + "\"2\":{\"class_type\":\"PreviewImage\",\"inputs\":{\"images\":[\"1\",0]}}}";
        var body = $$"""{"prompt":{{graph}},"client_id":"bench"}""";
        using var content = new StringContent(body);
        using var response = await _server.Http.PostAsync(new Uri("/prompt", UriKind.Relative), content);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Drops all kept results.</summary>
    public async Task FreeMemoryAsync()
    {
        using var content = new StringContent("{\"free_memory\":true}");
        using var response = await _server.Http.PostAsync(new Uri("/free", UriKind.Relative), content);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Waits for the last message of so many jobs.</summary>
    public async Task FinishedAsync(int jobs)
    {
        while (jobs > 0)
        {
            var length = await ReceiveAsync();
            if (_buffer.AsSpan(0, length).StartsWith(JobOver))
            {
                jobs--;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        _socket.Dispose();
    }

    private async Task<int> ReceiveAsync()
    {
        var length = 0;
        ValueWebSocketReceiveResult result;
        do
        {
            result = await _socket.ReceiveAsync(_buffer.AsMemory(length), CancellationToken.None);
            length += result.Count;
        }
        while (!result.EndOfMessage);
        return length;
    }
}
