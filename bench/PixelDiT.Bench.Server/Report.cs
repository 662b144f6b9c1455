using System.Runtime.InteropServices;

namespace PixelDiT.Bench.Server;

/// <summary>The figures, with what is needed to judge them.</summary>
internal sealed class Report
{
    private readonly List<string> _rows = [];

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;
    }

    public void Add(string what, double value, string unit, string how)
    {
        var digits = value >= 100 ? "0" : value >= 1 ? "0.00" : "0.000";
        _rows.Add($"| {what} | {value.ToString(digits)} {unit} | {how} |");
        Console.Error.WriteLine(_rows[^1]);
    }

    public void Print(string what)
    {
        Console.WriteLine(what);
        Console.WriteLine();
        Console.WriteLine($"{Processor()}, {Environment.ProcessorCount} cores, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30} GiB; "
            + $"{RuntimeInformation.OSDescription}; {RuntimeInformation.FrameworkDescription}; load average {LoadAverage()}");
        Console.WriteLine();
        Console.WriteLine("| figure | value | how |");
        Console.WriteLine("| --- | --- | --- |");
        foreach (var row in _rows)
        {
            Console.WriteLine(row);
        }
    }

    private static string Processor() => File.Exists("/proc/cpuinfo")
        ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? "unknown processor"
        : RuntimeInformation.ProcessArchitecture.ToString();

    private static string LoadAverage() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";
}
