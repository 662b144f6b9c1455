namespace PixelDiT.Bench.Server;

/// <summary>How long a start takes, and what an idle server weighs.</summary>
internal static class StartBench
{
    private const int Starts = 5;
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(2);

    public static async Task RunAsync(string executable, string[] arguments, Report report)
    {
        // The first start reads everything from the disk.
        await (await ServerProcess.StartAsync(executable, arguments)).DisposeAsync();
        var starts = new List<double>();
        var sizes = new List<double>();
        for (var i = 0; i < Starts; i++)
        {
            await using var server = await ServerProcess.StartAsync(executable, arguments);
            starts.Add(server.FirstAnswer.TotalSeconds);
            await Task.Delay(Settle);
            sizes.Add(server.ResidentMegabytes);
        }

        report.Add("Process start to first answer", Report.Median(starts), "s", $"median of {Starts}, files in the page cache");
        report.Add("Idle memory (RSS)", Report.Median(sizes), "MB", $"median of {Starts}, {Settle.TotalSeconds} s after the start, no client yet");
    }
}
