using System.ComponentModel.DataAnnotations;

namespace PixelDiT.Server.Jobs;

/// <summary>How much queue and history keep.</summary>
public sealed record JobStoreOptions
{
    /// <summary>Most waiting jobs; further ones are refused with 429. Default 10 000.</summary>
    [Range(1, 10_000_000)]
    public int MaxPending { get; init; } = 10_000;

    /// <summary>Most bytes of waiting jobs (prompts and embedded workflows); further ones are refused with 429. Default 1 GiB.</summary>
    [Range(1 << 20, 1L << 40)]
    public long MaxPendingBytes { get; init; } = 1L << 30;

    /// <summary>Most finished jobs; the oldest go first. Default 10 000, as in ComfyUI.</summary>
    [Range(1, 10_000_000)]
    public int MaxHistory { get; init; } = 10_000;

    /// <summary>Most bytes of finished jobs (prompts and embedded workflows); the oldest go first, the newest stays. Default 256 MiB.</summary>
    [Range(1 << 20, 1L << 40)]
    public long MaxHistoryBytes { get; init; } = 256L << 20;

    /// <summary>Age at which finished jobs are forgotten, counted from their end; null for never. Default null. Looked after once a minute.</summary>
    public TimeSpan? MaxHistoryAge { get; init; }

    /// <summary>
    /// File that keeps queue and history over a restart; made when there is none. Null keeps them in memory only. Default null.
    /// </summary>
    public string? File { get; init; }
}
