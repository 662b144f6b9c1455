using PixelDiT.Graph.Nodes;
using PixelDiT.Graph.Prompts;
using PixelDiT.Graph.Validation;

namespace PixelDiT.Bench.Graph;

/// <summary>Parsing and validation of 10,000 nodes.</summary>
internal static class ValidationBench
{
    private const int Nodes = 10_000;

    public static async Task RunAsync(int runs)
    {
        var validator = new PromptValidator(BenchNodes.Registry(), new NodeServices());
        Console.WriteLine();
        Console.WriteLine($"| validation of {Nodes:N0} nodes | size | parse | validate | per node |");
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: |");
        foreach (var (name, text) in new[]
        {
            ("chain", Graphs.Chain(Nodes)), ("fan", Graphs.Fan(Nodes)), ("layers, 3 links a node", Graphs.Layers(Nodes)),
            ("chain of nodes with validators", Graphs.Chain(Nodes, "BenchJudge")),
        })
        {
            var parse = await Measure.MedianAsync(runs, () => Task.FromResult(text), t => Task.FromResult(PromptReader.Parse(t)));
            var validate = await Measure.MedianAsync(runs, () => Task.FromResult(PromptReader.Parse(text)), async prompt =>
            {
                var result = await validator.ValidateAsync(prompt);
                if (result.NodeErrors.Count > 0 || result.Prompt is null)
                {
                    throw new InvalidOperationException("The benchmark's graph is not valid.");
                }
            });
            Console.WriteLine($"| {name} | {text.Length / 1e6:0.0} MB | {parse:0.0} ms | {validate:0.0} ms | {validate * 1e3 / Nodes:0.00} µs |");
        }
    }
}
