using PixelDiT.Graph.Caching;
using PixelDiT.Server.Devices;

namespace PixelDiT.App.Composition;

/// <summary>Tells the cache of results how much memory is left. Looks at most ten times a second while there is enough.</summary>
/// <param name="time">The clock.</param>
/// <param name="read">Bytes in all and bytes free.</param>
/// <param name="reserve">How much is to stay free.</param>
internal sealed class MemoryWatch(TimeProvider time, Func<(long Total, long Free)> read, MemoryReserve reserve)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private long? _enoughSince;

    /// <summary>The watch on this machine's memory.</summary>
    /// <param name="reserve">How much is to stay free.</param>
    public static MemoryWatch OfThisMachine(MemoryReserve reserve) => new(TimeProvider.System, MachineMemory.Read, reserve);

    /// <summary>How short memory is now.</summary>
    public MemoryPressure Look()
    {
        if (_enoughSince is { } since && time.GetElapsedTime(since) < Interval)
        {
            return MemoryPressure.None;
        }

        var (total, free) = read();
        var active = reserve.Active ?? UsualActive(total);
        var inactive = reserve.Inactive ?? Math.Max(active, total / 4);
        var pressure = free < active ? MemoryPressure.High : free < inactive ? MemoryPressure.Low : MemoryPressure.None;
        _enoughSince = pressure == MemoryPressure.None ? time.GetTimestamp() : null;
        return pressure;
    }

    // ComfyUI's: a tenth of the memory, 2 to 10 GB; on a small machine that may be more than there is.
    private static long UsualActive(long total) => Math.Min(Math.Clamp(total / 10, 2L << 30, 10L << 30), total / 8);
}

/// <summary>Memory that results must leave free (<c>--cache-ram</c>), in bytes.</summary>
/// <param name="Active">Below this, results that the current job uses go. Null: a tenth of the memory, 2 to 10 GB.</param>
/// <param name="Inactive">Below this, other results go. Null: a quarter of the memory.</param>
internal sealed record MemoryReserve(long? Active = null, long? Inactive = null);
