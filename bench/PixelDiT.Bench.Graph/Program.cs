using System.Runtime.InteropServices;
using PixelDiT.Bench.Graph;

// What the graph runtime itself costs, per node, on graphs of trivial nodes; prints Markdown tables of medians.
//   dotnet run -c Release --project bench/PixelDiT.Bench.Graph [RUNS]
var runs = args.Length > 0 ? int.Parse(args[0]) : 7;
if (runs < 1)
{
    Console.Error.WriteLine("RUNS must be 1 or more.");
    return 1;
}

Console.WriteLine($"{Environment.ProcessorCount} cores; {RuntimeInformation.OSDescription}; {RuntimeInformation.FrameworkDescription}; load average "
    + $"{(File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown")}; medians of {runs} runs");
await ValidationBench.RunAsync(runs);
await ExecutionBench.RunAsync(runs);
return 0;
