using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using PixelDiT.Server;

namespace PixelDiT.App.Doctor;

/// <summary>The addresses and the port to listen on.</summary>
internal static class AddressCheck
{
    /// <summary>Takes each of them for a moment.</summary>
    public static async IAsyncEnumerable<Finding> LookAsync(ServerOptions server, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var address in server.Listen)
        {
            yield return await LookAtAsync(IPAddress.Parse(address), server.Port, cancellationToken);
        }
    }

    private static async Task<Finding> LookAtAsync(IPAddress address, int port, CancellationToken cancellationToken)
    {
        var where = new IPEndPoint(address, port);
        try
        {
            using var listener = new TcpListener(where);
            listener.Start();
            return Finding.Ok("address", $"{where} is free");
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => Finding.Fail(
                    "address", $"{where} is in use{(await AnswersAsync(address, port, cancellationToken) ? ": a ComfyUI-compatible server answers there" : "")}",
                    "stop what runs there, or take another port: --port N"),
                SocketError.AccessDenied => Finding.Fail("address", $"{where}: {Environment.UserName} may not listen there", "ports below 1024 need rights; take a higher one: --port N"),
                SocketError.AddressNotAvailable => Finding.Fail("address", $"{where} is no address of this machine", "give one that is: --listen ADDRESS"),
                SocketError.AddressFamilyNotSupported => Finding.Warn("address", $"{where}: this machine has no {(address.AddressFamily == AddressFamily.InterNetworkV6 ? "IPv6" : "IPv4")}", "leave that address out"),
                _ => Finding.Fail("address", $"{where}: {e.Message}", "give another address or port: --listen ADDRESS, --port N"),
            };
        }
    }

    private static async Task<bool> AnswersAsync(IPAddress address, int port, CancellationToken cancellationToken)
    {
        var reachable = address.Equals(IPAddress.Any) ? IPAddress.Loopback : address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : address;
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        try
        {
            using var response = await client.GetAsync(new Uri($"http://{new IPEndPoint(reachable, port)}/prompt"), cancellationToken);
            return (await response.Content.ReadAsStringAsync(cancellationToken)).Contains("queue_remaining", StringComparison.Ordinal);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            // Something else, or something that does not speak HTTP.
            return false;
        }
    }
}
