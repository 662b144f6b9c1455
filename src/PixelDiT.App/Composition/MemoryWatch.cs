using PixelDiT.Graph.Caching;
using PixelDiT.Server.Devices;

namespace PixelDiT.App.Composition;

/// <summary>Tells the cache of results how much memory is left. Looks at most ten times a second while there is enough.</summary>
/// <param name="time">The clock.</param>
/// <param name="read">Bytes in all and bytes free.</param>
internal sealed class MemoryWatch(TimeProvider time, Func<(long Total, long Free)> read)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private long? _enoughSince;

    /// <summary>The watch on this machine's memory.</summary>
    public static MemoryWatch OfThisMachine { get; } = new(TimeProvider.System, MachineMemory.Read);

    /// <summary>How short memory is now.</summary>
    public MemoryPressure Look()
    {
        if (_enoughSince is { } since && time.GetElapsedTime(since) < Interval)
        {
            return MemoryPressure.None;
        }

        var (total, free) = read();
        var pressure = free < ActiveReserve(total) ? MemoryPressure.High : free < total / 4 ? MemoryPressure.Low : MemoryPressure.None;
        _enoughSince = pressure == MemoryPressure.None ? time.GetTimestamp() : null;
        return pressure;
    }

    // ComfyUI's: a tenth of the memory, 2 to 10 GB; on a small machine that may be more than there is.
    private static long ActiveReserve(long total) => Math.Min(Math.Clamp(total / 10, 2L << 30, 10L << 30), total / 8);
}
