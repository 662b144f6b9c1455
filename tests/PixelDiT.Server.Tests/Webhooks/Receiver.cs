using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace PixelDiT.Server.Tests.Webhooks;

/// <summary>Receives webhooks on a free port and answers as it is told to.</summary>
internal sealed class Receiver : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly BlockingCollection<Message> _messages = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Queue<string> _answers;
    private readonly Task _loop;

    /// <summary>Begins to listen.</summary>
    /// <param name="answers">Status lines, one a request; after them 204. An empty one closes the connection without an answer.</param>
    public Receiver(params string[] answers)
    {
        _answers = new Queue<string>(answers);
        _listener.Start();
        _loop = LoopAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string Url => $"http://127.0.0.1:{Port}/hook?token=in-the-address";

    public int Waiting => _messages.Count;

    public Message Next() => _messages.TryTake(out var message, TestServer.Deadline) ? message : throw new TimeoutException("no webhook came");

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Stop();
        _loop.Wait();
        _stop.Dispose();
        _messages.Dispose();
        _listener.Dispose();
    }

    private async Task LoopAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await AnswerAsync(client.GetStream());
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private async Task AnswerAsync(NetworkStream stream)
    {
        var bytes = new List<byte>();
        var buffer = new byte[4096];
        while (true)
        {
            var text = Encoding.Latin1.GetString([.. bytes]);
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end >= 0)
            {
                var headers = text[..end].Split("\r\n").Skip(1).Select(l => l.Split(": ", 2)).ToDictionary(p => p[0], p => p[1], StringComparer.OrdinalIgnoreCase);
                var length = int.Parse(headers["Content-Length"]);
                if (bytes.Count >= end + 4 + length)
                {
                    _messages.Add(new Message(text[..text.IndexOf('\r')], headers, [.. bytes.Skip(end + 4).Take(length)]));
                    var answer = _answers.Count > 0 ? _answers.Dequeue() : "204 No Content";
                    if (answer.Length > 0)
                    {
                        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {answer}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"), _stop.Token);
                    }

                    return;
                }
            }

            var read = await stream.ReadAsync(buffer, _stop.Token);
            if (read == 0)
            {
                return;
            }

            bytes.AddRange(buffer.AsSpan(0, read));
        }
    }

    internal sealed record Message(string RequestLine, IReadOnlyDictionary<string, string> Headers, byte[] Bytes)
    {
        public JsonNode Json => JsonNode.Parse(Bytes)!;

        public string Id => Headers["webhook-id"];
    }
}
