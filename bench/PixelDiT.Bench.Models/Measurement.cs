using System.Diagnostics;
using PixelDiT.Models;
using PixelDiT.Models.PixelDiT;
using PixelDiT.Models.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Bench.Models;

/// <summary>One measurement in this process; results go to the standard output as <c>name=value</c> lines.</summary>
internal static class Measurement
{
    private static int Repetitions(int size) => size <= 256 ? 5 : 3;

    // 0.999…, so no two evaluations have the same input.
    private const float FirstTime = 999;

    public static void Network(string file, string configuration, int[] sizes)
    {
        var policy = Policy(configuration);
        using var model = Load(file, () => PixelDiTT2I.Load(file, policy));
        foreach (var size in sizes)
        {
            using var scope = NewDisposeScope();
            var (x, context) = (randn(1, 3, size, size), randn(1, model.Config.TextLength, model.Config.TextWidth));
            Measure($"forward{size}", Repetitions(size), i =>
            {
                using var inner = NewDisposeScope();
                var velocity = model.Forward(x, tensor(new[] { FirstTime - i }), context);
                // Reading a value waits for the device.
                if (!float.IsFinite(velocity.abs().max().item<float>()))
                {
                    throw new InvalidOperationException("the velocity is not finite");
                }
            });
            Memory($"forward{size}", file);
        }
    }

    public static void Text(string file, string configuration)
    {
        var policy = Policy(configuration);
        using var encoder = Load(file, () => TextEncoder.Load(file, policy));
        Print("tokens", encoder.Tokenize("a").Length);
        // The first prompt also pays for the instruction, whose keys and values are then kept.
        Measure("prompt", 4, i => encoder.Encode($"a red circle number {i} on a blue field").Dispose());
        Measure("blank", 3, _ => encoder.Encode("").Dispose());
        Memory("prompt", file);
    }

    private static T Load<T>(string file, Func<T> load)
        where T : IDisposable
    {
        // The tensor library's own start is no part of loading a model.
        using (var scope = NewDisposeScope())
        {
            _ = zeros(1) + 1;
        }
        set_num_threads(Environment.ProcessorCount);
        Print("threads", get_num_threads());
        Print("fileBytes", new FileInfo(file).Length);
        Print("startBytes", ProcessMemory.AnonymousBytes);
        // What the disk gives to a plain reader, to hold loading against.
        ProcessMemory.Evict(file);
        Rate("disk", () => ReadThrough(file));
        ProcessMemory.Evict(file);
        Rate("loadCold", () => load().Dispose());
        T model = default!;
        Seconds("loadWarm", () => model = load());
        return model;
    }

    public static ComputePolicy Policy(string configuration) => configuration switch
    {
        "bf16" => ComputePolicy.Create(new ComputeFlags { ForceCpu = true, Bf16Unet = true, Bf16TextEncoder = true }),
        "fp32" => ComputePolicy.Create(new ComputeFlags { ForceCpu = true, ForceFp32 = true }),
        "cuda" => ComputePolicy.Create(new ComputeFlags()),
        _ => throw new ArgumentException($"'{configuration}' is no configuration; expected bf16, fp32 or cuda", nameof(configuration)),
    };

    private static void Measure(string name, int repetitions, Action<int> action)
    {
        var seconds = new double[repetitions];
        for (var i = 0; i < repetitions; i++)
        {
            var clock = Stopwatch.GetTimestamp();
            action(i);
            seconds[i] = Stopwatch.GetElapsedTime(clock).TotalSeconds;
        }
        Print($"{name}.first", seconds[0]);
        Array.Sort(seconds, 1, repetitions - 1);
        Print($"{name}.median", seconds[1 + ((repetitions - 1) / 2)]);
        Print($"{name}.best", seconds[1]);
    }

    private static void Seconds(string name, Action action)
    {
        var clock = Stopwatch.GetTimestamp();
        action();
        Print(name, Stopwatch.GetElapsedTime(clock).TotalSeconds);
    }

    private static void Rate(string name, Action action)
    {
        var (fetched, clock) = (ProcessMemory.FetchedBytes, Stopwatch.GetTimestamp());
        action();
        var seconds = Stopwatch.GetElapsedTime(clock).TotalSeconds;
        Print(name, seconds);
        Print($"{name}.rate", (ProcessMemory.FetchedBytes - fetched) / seconds);
    }

    private static void ReadThrough(string file)
    {
        using var handle = File.OpenHandle(file, options: FileOptions.SequentialScan);
        var buffer = new byte[16 << 20];
        for (long offset = 0, read; (read = RandomAccess.Read(handle, buffer, offset)) > 0; offset += read)
        {
            // The bytes themselves are of no interest.
        }
    }

    private static void Memory(string name, string file)
    {
        Print($"{name}.peakBytes", ProcessMemory.PeakBytes);
        Print($"{name}.peakRatio", (double)ProcessMemory.PeakBytes / new FileInfo(file).Length);
    }

    public static void Print(string name, double value) => Console.WriteLine($"{name}={value:R}");
}
