using System.ComponentModel.DataAnnotations;

namespace PixelDiT.Server.Sockets;

/// <summary>Bounds of a <c>/ws</c> connection.</summary>
public sealed record SocketOptions
{
    /// <summary>Largest message a client may send, in bytes; a larger one closes the connection. Default 4 MiB, as in ComfyUI.</summary>
    [Range(1024, 1 << 30)]
    public int MaxIncomingBytes { get; init; } = 4 << 20;

    /// <summary>Above so many waiting bytes a client's oldest previews are dropped, then its oldest progress reports. Default 8 MiB.</summary>
    [Range(1 << 10, 1L << 32)]
    public long SoftLimitBytes { get; init; } = 8L << 20;

    /// <summary>Above so many waiting bytes that must arrive the client is disconnected. Default 64 MiB.</summary>
    [Range(1 << 10, 1L << 34)]
    public long HardLimitBytes { get; init; } = 64L << 20;

    /// <summary>How often a silent connection is pinged. Default 20 s.</summary>
    public TimeSpan PingInterval { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>A connection that answers no ping for so long is closed. Default 20 s.</summary>
    public TimeSpan PingTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Most connections at a time; further ones are refused with 503. Default 1 000.</summary>
    [Range(1, 1_000_000)]
    public int MaxConnections { get; init; } = 1_000;
}
