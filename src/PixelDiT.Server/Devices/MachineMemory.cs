using System.Globalization;

namespace PixelDiT.Server.Devices;

/// <summary>The machine's memory, or that of the container the process may use.</summary>
public static class MachineMemory
{
    /// <summary>Bytes in all, and bytes that could be used now.</summary>
    public static (long Total, long Free) Read()
    {
        var info = GC.GetGCMemoryInfo();
        var total = info.TotalAvailableMemoryBytes;
        return (total, Math.Min(total, ReadAvailable() ?? Math.Max(0, total - Environment.WorkingSet)));
    }

    // "MemAvailable:   23734000 kB"
    private static long? ReadAvailable()
    {
        const string file = "/proc/meminfo";
        if (!File.Exists(file))
        {
            return null;
        }

        var line = File.ReadLines(file).FirstOrDefault(l => l.StartsWith("MemAvailable:", StringComparison.Ordinal));
        var digits = line?["MemAvailable:".Length..].Replace("kB", "").Trim();
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var kilobytes) ? kilobytes << 10 : null;
    }
}
