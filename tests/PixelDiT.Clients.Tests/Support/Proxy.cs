using System.Net;
using System.Net.Sockets;

namespace PixelDiT.Clients.Tests;

/// <summary>Passes connections on to a server, and can cut all of them and let nobody through.</summary>
internal sealed class Proxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _port;
    private readonly List<TcpClient> _open = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private bool _closed;

    public Proxy(Uri server)
    {
        _port = server.Port;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>Breaks every connection, without a word, and new ones until <see cref="LetThrough"/>.</summary>
    public void Cut()
    {
        lock (_open)
        {
            _closed = true;
            foreach (var client in _open)
            {
                // Reset instead of an orderly end.
                client.Client.LingerState = new LingerOption(enable: true, seconds: 0);
                client.Close();
            }

            _open.Clear();
        }
    }

    public void LetThrough()
    {
        lock (_open)
        {
            _closed = false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        Cut();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = PassAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            // The test is over.
        }
    }

    private async Task PassAsync(TcpClient client)
    {
        var server = new TcpClient();
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, _port);
            lock (_open)
            {
                _open.Add(client);
                _open.Add(server);
                if (_closed)
                {
                    Cut();
                    return;
                }
            }

            await Task.WhenAny(client.GetStream().CopyToAsync(server.GetStream()), server.GetStream().CopyToAsync(client.GetStream()));
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Cut.
        }
        finally
        {
            lock (_open)
            {
                _open.Remove(client);
                _open.Remove(server);
                client.Close();
                server.Close();
            }
        }
    }
}
