using System.Diagnostics;

namespace PixelDiT.Bench.Server;

/// <summary>How fast 200 waiting prompts are worked off, after one that holds them up while they are submitted.</summary>
internal static class DrainBench
{
    private const int Queued = 200;
    private const int Rounds = 7;

    // Long enough, as a PNG, for 200 submissions.
    private const int BlockerSide = 6000;

    public static async Task RunAsync(ServerProcess server, Report report)
    {
        await using var client = await Client.ConnectAsync(server);
        var color = 1_000_000;
        await AddAsync("fresh", () => ++color);
        await AddAsync("cached", () => 0);

        async Task AddAsync(string kind, Func<int> next)
        {
            var rates = new List<double>();
            for (var round = 0; round < Rounds; round++)
            {
                rates.Add(await DrainAsync(client, ++color, next));
            }

            report.Add($"{Queued} queued prompts drained, {kind}", Report.Median(rates), "prompts/s", $"median of {Rounds} rounds, all messages received by one client");
        }
    }

    public static async Task<double> DrainAsync(Client client, int blocker, Func<int> next)
    {
        // The results of the rounds before would pile up; what is to come from the cache is put there again.
        await client.FreeMemoryAsync();
        await client.SubmitAsync(0);
        await client.FinishedAsync(1);
        await client.SubmitAsync(blocker, BlockerSide);
        var submissions = Enumerable.Range(0, Queued).Select(_ => client.SubmitAsync(next())).ToArray();
        await Task.WhenAll(submissions);
        await client.FinishedAsync(1);
        var started = Stopwatch.GetTimestamp();
        await client.FinishedAsync(Queued);
        return Queued / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
