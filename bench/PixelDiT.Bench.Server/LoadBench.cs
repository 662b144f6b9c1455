using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace PixelDiT.Bench.Server;

/// <summary>
/// What many clients cost the sampler: runs of a node that works like one (steps of fixed work on one thread, a picture after each), in turns without any
/// client and with 200 sockets and 50 hub clients that all get every picture; a tenth of them never reads.
/// </summary>
internal static class LoadBench
{
    private const int Sockets = 200;
    private const int Hubs = 50;
    private const int Rounds = 7;
    private const int RunMilliseconds = 4000;
    private const int PreviewBytes = 30_000;
    private const string Pack = "artifacts/packs/PixelDiT.Bench.Nodes";

    public static async Task RunAsync(string executable, string[] arguments, Report report)
    {
        if (!Directory.Exists(Pack))
        {
            throw new DirectoryNotFoundException($"There is no {Pack}; build it with: dotnet build -c Release bench/PixelDiT.Bench.Nodes");
        }

        await using var server = await ServerProcess.StartAsync(executable, [.. arguments, "--node-packs", Path.GetFullPath("artifacts/packs"), "--preview-method", "auto"]);
        foreach (var milliseconds in (int[])[20, 50, 200, 1000])
        {
            await CompareAsync(server, milliseconds, report);
        }
    }

    // Work is in millions of dependent operations, about a millisecond each; measured once so that a step has the wanted length here.
    private static async Task CompareAsync(ServerProcess server, int milliseconds, Report report)
    {
        var steps = Math.Max(10, RunMilliseconds / milliseconds);
        var seed = milliseconds * 1000;
        var trial = await RunJobAsync(server, ++seed, 10, 10);
        var work = 10 * milliseconds / (trial.Total / 10);
        var (alone, together) = (new List<Run>(), new List<Run>());
        var (sending, reading) = (new List<double>(), new List<double>());
        long received = 0;
        var peak = 0.0;
        for (var round = 0; round < Rounds; round++)
        {
            alone.Add(await RunJobAsync(server, ++seed, steps, work));
            var listeners = await ConnectAsync(server.Http.BaseAddress!);
            var (serverBefore, ownBefore) = (server.ProcessorMilliseconds, OwnProcessorMilliseconds);
            together.Add(await RunJobAsync(server, ++seed, steps, work));
            sending.Add(server.ProcessorMilliseconds - serverBefore - together[^1].Processor);
            reading.Add(OwnProcessorMilliseconds - ownBefore);
            peak = Math.Max(peak, server.ResidentMegabytes);
            received += listeners.Sum(l => l.Bytes);
            foreach (var listener in listeners)
            {
                await listener.DisposeAsync();
            }
        }

        var name = $"Steps of {milliseconds} ms";
        var ratio = Report.Median(alone.Zip(together, (a, t) => t.Total / a.Total));
        report.Add($"{name}: a step, no client", PerStep(alone, r => r.Total), "ms", $"median of {Rounds} runs of {steps} steps, a picture of {PreviewBytes / 1000} kB each");
        report.Add($"{name}: a step, {Sockets} sockets and {Hubs} hub clients", PerStep(together, r => r.Total), "ms",
            $"in turns with the other; {ratio:0.000} × it; clients got {received / 1e6 / (Rounds * steps):0.0} MB a step");
        report.Add($"{name}: the sampler in its reports", PerStep(together, r => r.Reports), "ms a step", "all clients connected");
        report.Add($"{name}: the sampler's thread off its processor", PerStep(together, r => r.Total - r.Processor), "ms a step",
            $"pushed aside by other threads, or waiting; {PerStep(alone, r => r.Total - r.Processor):0.000} without clients");
        report.Add($"{name}: the server's other threads", Report.Median(sending) / steps, "ms a step", "time on a processor: sending to the clients");
        report.Add($"{name}: the clients", Report.Median(reading) / steps, "ms a step", "time on a processor of their process, on the same two cores");
        report.Add($"{name}: memory (RSS), largest", peak, "MB", "one client in ten never reads");

        double PerStep(List<Run> runs, Func<Run, double> figure) => Report.Median(runs.Select(figure)) / steps;
    }

    private static double OwnProcessorMilliseconds => Environment.CpuUsage.TotalTime.TotalMilliseconds;

    private static async Task<List<Listener>> ConnectAsync(Uri server)
    {
        var listeners = new List<Listener>();
        for (var i = 0; i < Sockets; i++)
        {
            listeners.Add(await Listener.SocketAsync(server, i, reads: i % 10 != 0));
        }

        for (var i = 0; i < Hubs; i++)
        {
            listeners.Add(await Listener.HubAsync(server, reads: i % 10 != 0));
        }

        return listeners;
    }

    // Without a client id: the messages go to every socket.
    private static async Task<Run> RunJobAsync(ServerProcess server, int seed, int steps, double work)
    {
        var id = Guid.NewGuid().ToString();
        var inputs = new JsonObject { ["steps"] = steps, ["work"] = work, ["pause_ms"] = 0, ["preview_bytes"] = PreviewBytes, ["seed"] = seed };
        var body = new JsonObject
        {
            ["prompt_id"] = id,
            ["prompt"] = new JsonObject { ["1"] = new JsonObject { ["class_type"] = "BenchSteps", ["inputs"] = inputs } },
        };
        using var answer = await server.Http.PostAsJsonAsync("/prompt", body);
        answer.EnsureSuccessStatusCode();
        while (true)
        {
            // Seldom, so that asking is no load.
            await Task.Delay(100);
            var history = await server.Http.GetFromJsonAsync<JsonObject>($"/history/{id}");
            if (history![id] is { } entry)
            {
                var figures = entry["outputs"]!["1"]!["steps"]![0]!;
                return new Run((double)figures["total_ms"]!, (double)figures["reports_ms"]!, (double)figures["thread_cpu_ms"]!);
            }
        }
    }

    // All in milliseconds: from the first step to the last, in the node's reports, and of its thread on a processor.
    private sealed record Run(double Total, double Reports, double Processor);
}
