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
        var info = GC.GetGCMemoryInfo();
        var limit = info.TotalAvailableMemoryBytes - Environment.WorkingSet;
        return Math.Max(Math.Min(limit, KernelAvailable() ?? long.MaxValue), 0);
    }

    private static long? KernelAvailable()
    {
        const string path = "/proc/meminfo";
        if (!File.Exists(path))
        {
            return null;
        }
        foreach (var line in File.ReadLines(path))
        {
            // "MemAvailable:   12345678 kB"
            if (line.StartsWith("MemAvailable:", StringComparison.Ordinal)
                && long.TryParse(line.AsSpan(13).Trim().TrimEnd(" kB"), out var kilobytes))
            {
                return kilobytes * 1024;
            }
        }
        return null;
    }
}
