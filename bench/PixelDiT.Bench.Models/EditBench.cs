using System.Diagnostics;
using System.Globalization;
using PixelDiT.Models.PixelDiT;
using PixelDiT.Sampling;
using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Bench.Models;

/// <summary>FlowEdit with its four rows at once, in pairs and one after the other: seconds per edit and peak memory.</summary>
internal static class EditBench
{
    private static readonly (string Name, RowBatching Batching)[] Ways =
        [("four rows at once", RowBatching.Batched), ("two at once", RowBatching.Pairs), ("one after the other", RowBatching.Sequential)];

    /// <summary>Measures each way in a process of its own, so that peak memory belongs to it alone, and prints a markdown table.</summary>
    public static int Print(string file, string configuration, int size, int steps)
    {
        Console.WriteLine($"FlowEdit, {Path.GetFileName(file)}, {configuration}, {size}x{size} pixels, {steps} steps, {Environment.ProcessorCount} processors.");
        Console.WriteLine();
        Console.WriteLine("| rows | s per edit | to four rows | peak GB | to four rows |");
        Console.WriteLine("|---|---|---|---|---|");
        var results = Ways.Select(w => (w.Name, Figures: Report.Run(["edit", file, configuration, $"{size}", $"{steps}", $"{w.Batching}"]))).ToList();
        var (seconds, peak) = (results[0].Figures["edit"], results[0].Figures["peakBytes"]);
        foreach (var (name, f) in results)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"| {name} | {f["edit"]:0.00} | {f["edit"] / seconds:0.00} | {f["peakBytes"] / 1e9:0.00} | {f["peakBytes"] / peak:0.00} |"));
        }
        return 0;
    }

    /// <summary>One measurement in this process.</summary>
    public static void Measure(string file, string configuration, int size, int steps, RowBatching batching)
    {
        set_num_threads(Environment.ProcessorCount);
        using var model = PixelDiTT2I.Load(file, Measurement.Policy(configuration));
        using var scope = NewDisposeScope();
        ConditioningEntry Text() => new(randn(1, model.Config.TextLength, model.Config.TextWidth));
        var (negative, sampling) = (Text(), new ModelSamplingFlow());
        var request = new FlowEditRequest
        {
            Model = new PixelDiTFlowModel(model),
            PatchSize = model.Config.PatchSize,
            Image = rand(1, 3, size, size),
            Source = [Text()],
            SourceNegative = [negative],
            Target = [Text()],
            TargetNegative = [negative],
            Sigmas = FlowEdit.Schedule(steps, sampling),
            NMax = steps,
            Batching = batching,
        };
        // The first evaluation also builds libtorch's products for its shapes.
        FlowEdit.Edit(request with { Sigmas = FlowEdit.Schedule(1, sampling), NMax = 1 }).Dispose();
        var clock = Stopwatch.GetTimestamp();
        // Reading a value waits for the device.
        _ = FlowEdit.Edit(request).cpu().mean().item<float>();
        Measurement.Print("edit", Stopwatch.GetElapsedTime(clock).TotalSeconds);
        Measurement.Print("peakBytes", ProcessMemory.PeakBytes);
    }
}
