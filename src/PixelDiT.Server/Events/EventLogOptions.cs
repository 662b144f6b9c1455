using System.ComponentModel.DataAnnotations;

namespace PixelDiT.Server.Events;

/// <summary>How much the log of events keeps. Clients share it: a slow one costs no memory of its own.</summary>
public sealed record EventLogOptions
{
    /// <summary>Most events; the oldest go first. Default 8192.</summary>
    [Range(16, 1 << 24)]
    public int MaxEvents { get; init; } = 8192;

    /// <summary>Most bytes of events, about; the oldest go first, the newest stays. Default 16 MiB.</summary>
    [Range(1 << 10, 1L << 34)]
    public long MaxBytes { get; init; } = 16L << 20;
}
