using System.Diagnostics;
using PixelDiT.Models;
using PixelDiT.Models.Checkpoints;
using PixelDiT.Models.PixelDiT;

namespace PixelDiT.Bench.Models;

/// <summary>What it costs to say what a 5.2 GB file is, and to load it, for each container; the files are sparse, so the disk has no part in it.</summary>
internal static class Containers
{
    private const int Repetitions = 9;

    public static void Print(string folder, bool load)
    {
        var policy = ComputePolicy.Create(new ComputeFlags { ForceCpu = true, ForceFp32 = true });
        Console.WriteLine("| container | file GB | info ms: first, median | load s |");
        Console.WriteLine("|---|---|---|---|");
        foreach (var path in new[] { SparseCheckpoints.WriteSafetensors(folder), SparseCheckpoints.WritePyTorch(folder) })
        {
            // The first call of a process also compiles; that of the second container has most of it done.
            CheckpointSummary summary = null!;
            var first = Seconds(() => summary = CheckpointSummary.Read(path));
            if (!summary.IsRunnable)
            {
                throw new InvalidOperationException($"{path} is not what was to be measured: {summary.Kind}, {summary.Problem}");
            }
            var times = new double[Repetitions];
            for (var i = 0; i < times.Length; i++)
            {
                times[i] = Seconds(() => CheckpointSummary.Read(path));
            }
            Array.Sort(times);
            var loading = load ? $"{Seconds(() => PixelDiTT2I.Load(path, policy).Dispose()):0.00}" : "";
            Console.WriteLine($"| {summary.Container} | {summary.Bytes / 1e9:0.00} | {first * 1000:0.0}, {times[Repetitions / 2] * 1000:0.0} | {loading} |");
            File.Delete(path);
        }
    }

    private static double Seconds(Action action)
    {
        var clock = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(clock).TotalSeconds;
    }
}
