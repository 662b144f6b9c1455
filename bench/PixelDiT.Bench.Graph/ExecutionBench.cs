using PixelDiT.Graph.Caching;
using PixelDiT.Graph.Execution;
using PixelDiT.Graph.Nodes;
using PixelDiT.Graph.Prompts;
using PixelDiT.Graph.Validation;

namespace PixelDiT.Bench.Graph;

/// <summary>The executor's own time per node: a first run, and the same prompt again.</summary>
internal static class ExecutionBench
{
    // More than any of the graphs has nodes: what a cache drops is measured by other means.
    private const int Capacity = 50_000;

    private static readonly (string Name, Func<IOutputCache> Make)[] Caches =
    [
        ("ram (default)", () => new PressureCache(capacity: Capacity)),
        ("classic", () => new ClassicCache()),
        ("lru", () => new LruCache(Capacity)),
        ("none", () => new NoneCache()),
    ];

    public static async Task RunAsync(int runs)
    {
        Console.WriteLine();
        Console.WriteLine("| execution, µs per node | cache | fresh | again |");
        Console.WriteLine("| --- | --- | ---: | ---: |");
        foreach (var nodes in new[] { 10_000, 20_000 })
        {
            foreach (var (name, text) in new[] { ("chain", Graphs.Chain(nodes)), ("fan", Graphs.Fan(nodes)) })
            {
                foreach (var cache in Caches)
                {
                    await RunAsync($"{name} of {nodes:N0}", cache.Name, cache.Make(), nodes, text, runs);
                }
            }
        }
    }

    private static async Task RunAsync(string graph, string cacheName, IOutputCache cache, int nodes, byte[] text, int runs)
    {
        var (registry, services) = (BenchNodes.Registry(), new NodeServices());
        var prompt = (await new PromptValidator(registry, services).ValidateAsync(PromptReader.Parse(text))).Prompt!;
        var executor = new GraphExecutor(registry, services, new ExecutorOptions { Cache = cache });
        var fresh = await Measure.MedianAsync(runs, () => Prepare(executor.Clear), _ => Execute(nodes));
        var again = await Measure.MedianAsync(runs, () => Prepare(() => { }), _ => Execute(cache.Keeps ? 0 : nodes));
        Console.WriteLine($"| {graph} | {cacheName} | {fresh * 1e3 / nodes:0.00} | {again * 1e3 / nodes:0.00} |");

        Task Execute(int expected)
        {
            var outcome = executor.Execute(new ExecutionRequest { PromptId = "bench", Prompt = prompt }, new DeafObserver(), CancellationToken.None);
            return outcome.Status == ExecutionStatus.Success && outcome.Executed.Count == expected
                ? Task.CompletedTask
                : throw new InvalidOperationException($"{graph}, {cacheName}: {outcome.Status}, {outcome.Executed.Count} nodes ran, {expected} were to run. {outcome.Error?.Message}");
        }
    }

    private static Task<int> Prepare(Action action)
    {
        action();
        return Task.FromResult(0);
    }
}
