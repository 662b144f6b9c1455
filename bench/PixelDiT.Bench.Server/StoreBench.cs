namespace PixelDiT.Bench.Server;

/// <summary>What it costs to keep jobs in a file: the same figures with the store in memory and with the one on disk, in turns.</summary>
internal static class StoreBench
{
    private const int Rounds = 9;
    private const int PromptsPerRound = 300;

    public static async Task RunAsync(string executable, string[] arguments, Report report)
    {
        await using var memory = await ServerProcess.StartAsync(executable, [.. arguments, "--job-store", "memory"]);
        await using var file = await ServerProcess.StartAsync(executable, arguments);
        await using var toMemory = await Client.ConnectAsync(memory);
        await using var toFile = await Client.ConnectAsync(file);
        var color = 10_000_000;
        foreach (var client in (Client[])[toMemory, toFile])
        {
            await LatencyBench.MeasureAsync(500, client, () => ++color);
        }

        await CompareAsync("prompt, fresh", "ms", async client => Report.Median(await LatencyBench.MeasureAsync(PromptsPerRound, client, () => ++color)));
        await CompareAsync("prompt, cached", "ms", async client => Report.Median(await LatencyBench.MeasureAsync(PromptsPerRound, client, () => 0)));
        await CompareAsync("drained, fresh", "prompts/s", client => DrainBench.DrainAsync(client, ++color, () => ++color));
        await CompareAsync("drained, cached", "prompts/s", client => DrainBench.DrainAsync(client, ++color, () => 0));

        async Task CompareAsync(string what, string unit, Func<Client, Task<double>> measure)
        {
            var (inMemory, inFile, ratios) = (new List<double>(), new List<double>(), new List<double>());
            for (var round = 0; round < Rounds; round++)
            {
                inMemory.Add(await measure(toMemory));
                inFile.Add(await measure(toFile));
                ratios.Add(inFile[^1] / inMemory[^1]);
            }

            report.Add($"Store in memory: {what}", Report.Median(inMemory), unit, $"median of {Rounds} rounds");
            report.Add($"Store in a file: {what}", Report.Median(inFile), unit, $"in turns with the other; {Report.Median(ratios):0.00} × it");
        }
    }
}
