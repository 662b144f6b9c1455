using System.Net;
using System.Net.Sockets;

namespace PixelDiT.App.CommandLine;

/// <summary>Reads the value of <c>--listen</c>: addresses or names, separated by commas.</summary>
internal static class ListenAddresses
{
    /// <summary>The addresses; names are looked up.</summary>
    /// <exception cref="UsageException">Something is neither an address nor a known name.</exception>
    public static IReadOnlyList<string> Read(string value)
    {
        var parts = value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return parts.Length == 0 ? throw new UsageException("--listen takes addresses separated by commas.") : [.. parts.SelectMany(Resolve).Distinct()];
    }

    private static IEnumerable<string> Resolve(string part)
    {
        if (IPAddress.TryParse(part.Trim('[', ']'), out var address))
        {
            return [address.ToString()];
        }

        try
        {
            return [.. Dns.GetHostAddresses(part).Select(a => a.ToString())];
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            throw new UsageException($"--listen: '{part}' is no address and no name that can be looked up.");
        }
    }
}
