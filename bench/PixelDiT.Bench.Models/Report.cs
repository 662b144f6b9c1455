using System.Diagnostics;

namespace PixelDiT.Bench.Models;

/// <summary>Runs every measurement in a fresh process, so that peak memory belongs to it alone, and prints the figures as markdown tables.</summary>
internal static class Report
{
    private static readonly int[] Sizes = [256, 512];

    public static int Print(string folder, string[] configurations)
    {
        var (network, text) = (RandomCheckpoints.WriteNetwork(folder), RandomCheckpoints.WriteTextEncoder(folder));
        var networks = configurations.Select(c => (Name: c, Figures: Run(["network", network, c, .. Sizes.Select(s => s.ToString())]))).ToList();
        var texts = configurations.Select(c => (Name: c, Figures: Run(["text", text, c]))).ToList();

        Console.WriteLine($"{Environment.ProcessorCount} processors, {networks[0].Figures["threads"]:0} libtorch threads.");
        Console.WriteLine();
        Console.WriteLine("| T2I, 1302.5 M parameters | file GB | plain cold read GB/s | load cold s (GB/s) | load warm s | peak ÷ file at 256² | peak ÷ file at 512² | 256² forward s: first, median, best | 512² forward s: first, median, best |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|");
        foreach (var (name, f) in networks)
        {
            Console.WriteLine($"| {name} | {f["fileBytes"] / 1e9:0.00} | {f["disk.rate"] / 1e9:0.0} | {Load(f)} | {f["loadWarm"]:0.00} | {f["forward256.peakRatio"]:0.00} | {f["forward512.peakRatio"]:0.00} "
                + $"| {Times(f, "forward256")} | {Times(f, "forward512")} |");
        }
        Console.WriteLine();
        Console.WriteLine("| Gemma-2 2B text encoder | file GB | plain cold read GB/s | load cold s (GB/s) | load warm s | peak ÷ file | prompt s: first, then | blank prompt s | tokens |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|");
        foreach (var (name, f) in texts)
        {
            Console.WriteLine($"| {name} | {f["fileBytes"] / 1e9:0.00} | {f["disk.rate"] / 1e9:0.0} | {Load(f)} | {f["loadWarm"]:0.00} | {f["prompt.peakRatio"]:0.00} "
                + $"| {f["prompt.first"]:0.00}, {f["prompt.median"]:0.00} | {f["blank.median"]:0.00} | {f["tokens"]:0} |");
        }
        return 0;
    }

    private static string Load(Dictionary<string, double> f) => $"{f["loadCold"]:0.00} ({f["loadCold.rate"] / 1e9:0.0})";

    private static string Times(Dictionary<string, double> f, string name) => $"{f[name + ".first"]:0.00}, {f[name + ".median"]:0.00}, {f[name + ".best"]:0.00}";

    /// <summary>Starts this program again and reads the figures that it prints.</summary>
    public static Dictionary<string, double> Run(string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, UseShellExecute = false };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(Report).Assembly.Location);
        }
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"measurement {string.Join(' ', arguments)} ended with {process.ExitCode}");
        }
        return output.Split('\n').Select(l => l.Split('=')).Where(l => l.Length == 2).ToDictionary(l => l[0], l => double.Parse(l[1]));
    }
}
