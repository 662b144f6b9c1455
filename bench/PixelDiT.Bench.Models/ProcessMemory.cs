using System.Runtime.InteropServices;

namespace PixelDiT.Bench.Models;

/// <summary>What the kernel says about this process's memory and a file's pages.</summary>
internal static partial class ProcessMemory
{
    /// <summary>Largest resident size so far in bytes, mapped files included (VmHWM).</summary>
    public static long PeakBytes => Status("VmHWM:");

    /// <summary>Resident anonymous memory in bytes: what the process holds besides mapped files.</summary>
    public static long AnonymousBytes => Status("RssAnon:");

    /// <summary>Bytes that this process has had fetched from storage so far, through mappings too.</summary>
    public static long FetchedBytes => long.Parse(File.ReadLines("/proc/self/io").First(l => l.StartsWith("read_bytes:", StringComparison.Ordinal))["read_bytes:".Length..]);

    /// <summary>Asks the kernel to forget a file's pages, so that the next read comes from the disk.</summary>
    public static void Evict(string path)
    {
        const int dontNeed = 4;
        using var file = File.OpenHandle(path);
        Sync(file);
        var status = Advise(file, 0, 0, dontNeed);
        if (status != 0)
        {
            throw new IOException($"posix_fadvise failed with {status}");
        }
    }

    private static long Status(string name) =>
        long.Parse(File.ReadLines("/proc/self/status").First(l => l.StartsWith(name, StringComparison.Ordinal))[name.Length..].Replace("kB", "", StringComparison.Ordinal).Trim()) * 1024;

    [LibraryImport("libc", EntryPoint = "posix_fadvise")]
    private static partial int Advise(SafeHandle file, long offset, long length, int advice);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int Sync(SafeHandle file);
}
