using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using PixelDiT.Server.Operations;
using PixelDiT.Server.Security;

namespace PixelDiT.Server.Http;

/// <summary>
/// Keeps foreign web pages away from a server on this machine (protocol §1.1): a browser would let any page post to 127.0.0.1.
/// Pages of an allowed origin pass; where such origins are named, others are kept away whatever the server is called: to servers of a local network browsers do not say
/// that a page is of another site. Also answers every OPTIONS request.
/// </summary>
internal sealed class OriginGuard(RequestDelegate next, AllowedOrigins allowed, KeyRing keys, ServerMetrics metrics, ILogger<OriginGuard> logger)
{
    private static readonly TimeSpan LookUpPatience = TimeSpan.FromSeconds(2);

    /// <summary>Lets the request pass, or answers 403.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        var headers = context.Request.Headers;
        if (!allowed.Admit(context, keys.IsLocked)
            && (headers["Sec-Fetch-Site"] == "cross-site" || await IsForeignAsync(headers.Host.ToString(), headers.Origin.ToString(), anyHost: allowed.Any)))
        {
            metrics.Refused("origin");
            HttpLog.ForeignOrigin(logger, headers.Origin.ToString(), headers.Host.ToString());
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        if (HttpMethods.IsOptions(context.Request.Method))
        {
            return;
        }

        await next(context);
    }

    /// <summary>True when the Origin names something else than the Host, and the Host is this machine under a loopback name.</summary>
    /// <param name="host">The header.</param>
    /// <param name="origin">The header.</param>
    /// <param name="anyHost">True when it counts for every Host, and for an Origin that names nothing (<c>null</c>).</param>
    internal static async Task<bool> IsForeignAsync(string host, string origin, bool anyHost = false)
    {
        if (host.Length == 0 || origin.Length == 0)
        {
            return false;
        }

        var (hostName, hostPort) = SplitAuthority(host);
        var (originName, originPort) = SplitAuthority(AuthorityOf(origin));
        if (hostName.Length == 0 || originName.Length == 0)
        {
            return anyHost;
        }

        // A side without a port says nothing about it.
        var same = hostName == originName && (hostPort is null || originPort is null || hostPort == originPort);
        return !same && (anyHost || await IsLoopbackAsync(hostName));
    }

    // "http://name:port" → "name:port"; "null" → "".
    private static string AuthorityOf(string origin)
    {
        var start = origin.IndexOf("//", StringComparison.Ordinal);
        if (start < 0)
        {
            return "";
        }

        var rest = origin[(start + 2)..];
        var end = rest.AsSpan().IndexOfAny('/', '?', '#');
        return end < 0 ? rest : rest[..end];
    }

    // "[::1]:8188" → ("::1", 8188)
    private static (string Name, int? Port) SplitAuthority(string authority)
    {
        var text = authority.ToLowerInvariant();
        var colon = text.LastIndexOf(':');
        int? port = null;
        if (colon > text.LastIndexOf(']') && int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            port = number;
            text = text[..colon];
        }

        return (text.Trim('[', ']'), port);
    }

    private static async Task<bool> IsLoopbackAsync(string name)
    {
        if (name == "localhost" || name.EndsWith(".localhost", StringComparison.Ordinal))
        {
            return true;
        }

        if (IPAddress.TryParse(name, out var address))
        {
            return IPAddress.IsLoopback(address);
        }

        try
        {
            using var patience = new CancellationTokenSource(LookUpPatience);
            var addresses = await Dns.GetHostAddressesAsync(name, patience.Token);
            return addresses.Length > 0 && addresses.All(IPAddress.IsLoopback);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ArgumentException)
        {
            // A name that nobody knows is not this machine.
            return false;
        }
    }
}
