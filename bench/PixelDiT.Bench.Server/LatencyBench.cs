using System.Diagnostics;

namespace PixelDiT.Bench.Server;

/// <summary>From the submission of one prompt to its last message, one prompt at a time.</summary>
internal static class LatencyBench
{
    private const int WarmUp = 500;
    private const int Samples = 2000;

    public static async Task RunAsync(ServerProcess server, Report report)
    {
        await using var client = await Client.ConnectAsync(server);
        var color = 0;
        await MeasureAsync(WarmUp, client, () => ++color);
        report.Add("Memory when warm (RSS)", server.ResidentMegabytes, "MB", "tensor library and codecs loaded");

        var floor = new List<double>();
        for (var i = 0; i < Samples; i++)
        {
            var started = Stopwatch.GetTimestamp();
            using var response = await server.Http.GetAsync(new Uri("/prompt", UriKind.Relative));
            floor.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        var roundTrip = Report.Median(floor);
        report.Add("GET /prompt, the baseline", roundTrip, "ms", $"median of {Samples}");
        Add(report, "Prompt, fresh", await MeasureAsync(Samples, client, () => ++color), roundTrip);
        Add(report, "Prompt, cached", await MeasureAsync(Samples, client, () => 0), roundTrip);
    }

    public static async Task<List<double>> MeasureAsync(int count, Client client, Func<int> color)
    {
        var times = new List<double>(count);
        for (var i = 0; i < count; i++)
        {
            var started = Stopwatch.GetTimestamp();
            var submitted = client.SubmitAsync(color());
            await client.FinishedAsync(1);
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            await submitted;
        }

        return times;
    }

    private static void Add(Report report, string name, List<double> times, double roundTrip)
    {
        times.Sort();
        report.Add(name, Report.Median(times), "ms", $"median of {times.Count}; 95 % within {times[times.Count * 95 / 100]:0.00} ms; {Report.Median(times) / roundTrip:0.0} × the baseline");
    }
}
