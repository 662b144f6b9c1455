using System.Diagnostics;
using System.Text.Json.Nodes;
using PixelDiT.Graph.Nodes;

namespace PixelDiT.Bench.Nodes;

/// <summary>
/// Behaves like a sampler: steps of fixed work, after each a report with a picture. Says afterwards how long it took, and how much of that went into the
/// reports: what the server adds on the sampler's own thread.
/// </summary>
[Node("BenchSteps", Category = "bench", IsOutput = true)]
public sealed class StepsNode : Node
{
    [IntInput(Default = 20, Min = 1, Max = 1_000_000)]
    public int Steps { get; set; }

    // Millions of dependent multiplications and additions a step: about 1 ms each.
    [FloatInput(Default = 0, Min = 0, Max = 1e6)]
    public double Work { get; set; }

    [FloatInput(Default = 0, Min = 0, Max = 60_000)]
    public double PauseMs { get; set; }

    [IntInput(Default = 30_000, Min = 1, Max = 100_000_000)]
    public int PreviewBytes { get; set; }

    // Another seed is another job; the result of an equal one is cached.
    [IntInput(Default = 0, Min = 0, Max = int.MaxValue)]
    public int Seed { get; set; }

    public override NodeResult Run(NodeContext context)
    {
        var picture = new byte[PreviewBytes];
        new Random(Seed).NextBytes(picture);
        var preview = new NodePreview(picture, PreviewFormat.Jpeg);
        var reports = TimeSpan.Zero;
        var longest = TimeSpan.Zero;
        var cpuBefore = ThreadCpuMilliseconds();
        var started = Stopwatch.GetTimestamp();
        var value = 1.0;
        for (var step = 1; step <= Steps; step++)
        {
            value = Compute(value, (long)(Work * 1_000_000));
            if (PauseMs > 0)
            {
                context.Cancellation.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(PauseMs));
            }

            var before = Stopwatch.GetTimestamp();
            context.Report(step, Steps, () => preview);
            var took = Stopwatch.GetElapsedTime(before);
            reports += took;
            longest = took > longest ? took : longest;
        }

        return NodeResult.Of().WithUi(new JsonObject
        {
            ["steps"] = new JsonArray(new JsonObject
            {
                ["total_ms"] = Stopwatch.GetElapsedTime(started).TotalMilliseconds,
                ["reports_ms"] = reports.TotalMilliseconds,
                ["longest_report_ms"] = longest.TotalMilliseconds,
                ["thread_cpu_ms"] = ThreadCpuMilliseconds() - cpuBefore,
                ["value"] = value,
            }),
        });
    }

    // Each step depends on the one before: the processor cannot overlap them, the compiler cannot leave them out.
    private static double Compute(double value, long rounds)
    {
        for (long i = 0; i < rounds; i++)
        {
            value = (value * 0.999_999) + 0.000_001;
        }

        return value;
    }

    // The first number is the time on a processor, in nanoseconds; 0 where there is no such file.
    private static double ThreadCpuMilliseconds()
    {
        const string file = "/proc/thread-self/schedstat";
        return File.Exists(file) ? double.Parse(File.ReadAllText(file).Split(' ')[0]) / 1e6 : 0;
    }
}
