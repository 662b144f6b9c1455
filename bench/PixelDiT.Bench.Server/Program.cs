using PixelDiT.Bench.Server;

// Measures a real server process from outside, as a client sees it, and prints a Markdown table.
//   dotnet run -c Release --project bench/PixelDiT.Bench.Server [load] [EXECUTABLE [server arguments]]
// "load" measures what many clients cost the sampler, instead of the rest.
// EXECUTABLE is the published `pixeldit` (default: artifacts/app/pixeldit, which ./run.sh builds).
var load = args is ["load", ..];
args = load ? args[1..] : args;
string[] arguments = [.. args.Skip(1)];
var executable = Path.GetFullPath(args.Length > 0 ? args[0] : "artifacts/app/pixeldit");
if (!File.Exists(executable))
{
    Console.Error.WriteLine($"There is no {executable}; build it with eng/build.sh app, or name another one.");
    return 1;
}

var report = new Report();
if (load)
{
    await LoadBench.RunAsync(executable, arguments, report);
    report.Print("Sampler steps without a model, and listeners that get every picture; server and listeners on the same machine.");
    return 0;
}

await StartBench.RunAsync(executable, arguments, report);
await using (var server = await ServerProcess.StartAsync(executable, arguments))
{
    await LatencyBench.RunAsync(server, report);
    await DrainBench.RunAsync(server, report);
    report.Add("Memory after all that (RSS)", server.ResidentMegabytes, "MB", "");
}

await StoreBench.RunAsync(executable, arguments, report);
report.Print("EmptyImage (64×64) → PreviewImage over HTTP and one socket, client and server on the same machine.");
return 0;
