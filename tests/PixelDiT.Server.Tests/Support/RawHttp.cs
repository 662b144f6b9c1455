using System.Net.Sockets;
using System.Text;

namespace PixelDiT.Server.Tests;

/// <summary>Sends requests exactly as written: client libraries tidy paths up before they send them.</summary>
internal static class RawHttp
{
    /// <summary>Sends one request and reads the whole answer.</summary>
    /// <param name="server">Where to.</param>
    /// <param name="method">The method.</param>
    /// <param name="target">The target of the request line, byte for byte (Latin-1).</param>
    /// <param name="body">The body.</param>
    /// <param name="contentType">Its type.</param>
    public static async Task<(int Status, string Head, string Body)> SendAsync(TestServer server, string method, string target, byte[]? body = null, string? contentType = null)
    {
        using var deadline = new CancellationTokenSource(TestServer.Deadline);
        using var client = new TcpClient();
        await client.ConnectAsync(server.Address.Host, server.Address.Port, deadline.Token);
        await using var stream = client.GetStream();
        var head = $"{method} {target} HTTP/1.1\r\nHost: {server.Address.Authority}\r\nConnection: close\r\nContent-Length: {body?.Length ?? 0}\r\n"
            + (contentType is null ? "" : $"Content-Type: {contentType}\r\n") + "\r\n";
        await stream.WriteAsync((byte[])[.. Encoding.Latin1.GetBytes(head), .. body ?? []], deadline.Token);
        using var answer = new MemoryStream();
        await stream.CopyToAsync(answer, deadline.Token);
        var text = Encoding.UTF8.GetString(answer.ToArray());
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        return (int.Parse(text.Split(' ')[1]), text[..end], text[(end + 4)..]);
    }
}
