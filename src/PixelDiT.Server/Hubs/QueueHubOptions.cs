using System.ComponentModel.DataAnnotations;

namespace PixelDiT.Server.Hubs;

/// <summary>Bounds of the hub.</summary>
public sealed record QueueHubOptions
{
    /// <summary>Most connections at a time; further ones are closed at once. Default 1 000.</summary>
    [Range(1, 1_000_000)]
    public int MaxConnections { get; init; } = 1_000;

    /// <summary>Largest message a client may send, in bytes; a larger one closes its connection. Default 16 MiB: a prompt carries its workflow.</summary>
    [Range(1024, 1 << 30)]
    public int MaxMessageBytes { get; init; } = 16 << 20;

    /// <summary>Most calls of one connection that run at the same time; further ones wait. Default 4.</summary>
    [Range(1, 1000)]
    public int MaxParallelCalls { get; init; } = 4;

    /// <summary>Most calls of one connection in a second, in the mean; further ones are refused. Default 100.</summary>
    [Range(1, 1_000_000)]
    public int CallsPerSecond { get; init; } = 100;

    /// <summary>Most single jobs that one connection may follow. Default 1 000.</summary>
    [Range(1, 100_000)]
    public int MaxSubscriptions { get; init; } = 1_000;

    /// <summary>A client for which more bytes of events wait gets no previews, and then no progress reports, until it has caught up. Default 256 KiB.</summary>
    [Range(1 << 10, 1L << 32)]
    public long SlowBytes { get; init; } = 256L << 10;

    /// <summary>About the most bytes sent at a time; what a client that never reads costs, beside the buffers of its connection. Default 128 KiB.</summary>
    [Range(1 << 10, 1 << 24)]
    public int MaxBatchBytes { get; init; } = 128 << 10;

    /// <summary>Most events sent at a time. Default 256.</summary>
    [Range(1, 100_000)]
    public int MaxBatchEvents { get; init; } = 256;

    /// <summary>Events that follow each other faster are sent together; the first one is sent at once. Default 10 ms.</summary>
    public TimeSpan Pace { get; init; } = TimeSpan.FromMilliseconds(10);
}
