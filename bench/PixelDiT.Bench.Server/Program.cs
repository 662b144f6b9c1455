using PixelDiT.Bench.Server;

// Measures a real server process from outside, as a client sees it, and prints a Markdown table.
//   dotnet run -c Release --project bench/PixelDiT.Bench.Server [EXECUTABLE [server arguments]]
// EXECUTABLE is the published `pixeldit` (default: artifacts/app/pixeldit, which ./run.sh builds).
var executable = Path.GetFullPath(args.Length > 0 ? args[0] : "artifacts/app/pixeldit");
if (!File.Exists(executable))
{
    Console.Error.WriteLine($"There is no {executable}; build it with eng/build.sh app, or name another one.");
    return 1;
}

var report = new Report();
await StartBench.RunAsync(executable, args.Skip(1).ToArray(), report);
await using (var server = await ServerProcess.StartAsync(executable, args.Skip(1).ToArray()))
{
    await LatencyBench.RunAsync(server, report);
    await DrainBench.RunAsync(server, report);
    report.Add("Memory after all that (RSS)", server.ResidentMegabytes, "MB", "");
}

await StoreBench.RunAsync(executable, args.Skip(1).ToArray(), report);
report.Print();
return 0;
