using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Net.Sockets;

namespace PixelDiT.Server.Webhooks;

/// <summary>
/// Decides where webhooks may go: clients name the receivers, so without it they could reach whatever the server reaches. The name is looked at when a job is
/// submitted, and the address again when it is connected to: a name may have got another one by then.
/// </summary>
internal sealed class WebhookGuard
{
    private static readonly TimeSpan LookupPatience = TimeSpan.FromSeconds(5);

    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _endings = [];
    private readonly List<IPNetwork> _networks = [];

    /// <summary>Reads what is allowed.</summary>
    /// <exception cref="ValidationException">Something is no name, address or network.</exception>
    public WebhookGuard(WebhookOptions options)
    {
        foreach (var text in options.Allow)
        {
            if (IPAddress.TryParse(text.Trim('[', ']'), out var address))
            {
                var plain = PublicAddress.Plain(address);
                _networks.Add(new IPNetwork(plain, plain.GetAddressBytes().Length * 8));
            }
            else if (IPNetwork.TryParse(text, out var network))
            {
                _networks.Add(network);
            }
            else if (text.StartsWith("*.", StringComparison.Ordinal) && Uri.CheckHostName(text[2..]) == UriHostNameType.Dns)
            {
                _endings.Add(text[1..]);
            }
            else if (Uri.CheckHostName(text) == UriHostNameType.Dns)
            {
                _names.Add(text);
            }
            else
            {
                throw new ValidationException($"'{text}' is no receiver of webhooks: a name such as hooks.local or *.corp.example, an address, or a network such as 10.0.0.0/8 is needed.");
            }
        }
    }

    /// <summary>Why a receiver is refused; null when it is not.</summary>
    /// <param name="url">The receiver.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<string?> ProblemAsync(Uri url, CancellationToken cancellationToken)
    {
        try
        {
            await PermittedAsync(url.IdnHost, cancellationToken);
            return null;
        }
        catch (WebhookRefusedException e)
        {
            return e.Message;
        }
        catch (Exception e) when (e is SocketException or ArgumentException or TimeoutException)
        {
            return $"the name '{url.IdnHost}' cannot be resolved";
        }
    }

    /// <summary>Connects to a receiver, if its address may be connected to.</summary>
    /// <exception cref="WebhookRefusedException">It may not.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var addresses = await PermittedAsync(context.DnsEndPoint.Host, cancellationToken);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            // To these addresses, and not to the name: it is not asked for again.
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<IPAddress[]> PermittedAsync(string host, CancellationToken cancellationToken)
    {
        host = host.Trim('[', ']').TrimEnd('.');
        var all = IPAddress.TryParse(host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, cancellationToken).WaitAsync(LookupPatience, cancellationToken);
        var named = _names.Contains(host) || _endings.Exists(e => host.EndsWith(e, StringComparison.OrdinalIgnoreCase));
        var permitted = named ? all : Array.FindAll(all, IsPermitted);
        return permitted.Length > 0
            ? permitted
            : throw new WebhookRefusedException($"'{host}' is not on the public internet; an administrator can allow it with --webhook-allow {host}");
    }

    private bool IsPermitted(IPAddress address) => PublicAddress.Is(address) || _networks.Exists(n => n.Contains(PublicAddress.Plain(address)));
}

/// <summary>A receiver must not be connected to.</summary>
/// <param name="message">Why.</param>
internal sealed class WebhookRefusedException(string message) : Exception(message);
