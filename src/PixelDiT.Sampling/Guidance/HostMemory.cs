using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling;

/// <summary>Free memory of a device, where it can be known.</summary>
internal static class HostMemory
{
    /// <summary>Bytes a forward pass may take, or null when unknown (accelerators: their allocator answers by failing).</summary>
    public static long? FreeBytes(Device device)
    {
        if (device.type != DeviceType.CPU)
        {
            return null;
        }
        // The runtime knows the container's limit; what others on the machine use, only the kernel does.
        var limit = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes - OwnBytes();
        return Math.Max(Math.Min(limit, Field("/proc/meminfo", "MemAvailable:") ?? long.MaxValue), 0);
    }

    /// <summary>Memory of this process that cannot be dropped: mapped weights can, so the working set would count too much.</summary>
    private static long OwnBytes() => Field("/proc/self/status", "RssAnon:") ?? Environment.WorkingSet;

    /// <summary>A line such as <c>MemAvailable:   12345678 kB</c>, in bytes; null where there is none.</summary>
    private static long? Field(string path, string name)
    {
        if (!File.Exists(path))
        {
            return null;
        }
        foreach (var line in File.ReadLines(path))
        {
            if (line.StartsWith(name, StringComparison.Ordinal) && long.TryParse(line.AsSpan(name.Length).Trim().TrimEnd(" kB"), out var kilobytes))
            {
                return kilobytes * 1024;
            }
        }
        return null;
    }
}
