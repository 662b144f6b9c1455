using System.Numerics;
using PixelDiT.Graph.Caching;
using PixelDiT.Graph.Execution;
using PixelDiT.Graph.Nodes;
using PixelDiT.Graph.Registry;
using PixelDiT.Graph.Validation;
using PixelDiT.Conformance.Nodes.Tests.Support;

namespace PixelDiT.Conformance.Nodes.Tests.Expansion;

/// <summary>The expansion of TestSamplingInExpansion over stand-ins for the sampling nodes, which write down what they get.</summary>
public class SamplingInExpansionTests
{
    [Test]
    public void Run_SamplingGraph_IsBuiltAsDeclaredAndLeavesTheStrengthToTheSampler()
    {
        var registry = new NodeRegistry();
        Bench.LoadPack(registry);
        var pack = registry.AddPack([typeof(Source), typeof(Encode), typeof(Empty), typeof(Sampler), typeof(Decode), typeof(Capture)], "stand-ins");
        Assert.That(pack.Faults, Is.Empty);
        var captured = new Captures();
        var services = new NodeServices().Add(captured);
        var prompt = PromptText.Parse("""
            model Source {}
            sample TestSamplingInExpansion {"model": ["model", 0], "clip": ["model", 1], "vae": ["model", 2], "seed": 18446744073709551615, "steps": 7, "cfg": 2, "prompt": "good", "negative_prompt": "bad"}
            out Capture {"value": ["sample", 0]}
            """);
        var valid = new PromptValidator(registry, services).ValidateAsync(prompt).GetAwaiter().GetResult();
        var executor = new GraphExecutor(registry, services, new ExecutorOptions { Cache = new NoneCache() });

        var outcome = executor.Execute(new ExecutionRequest { PromptId = "1", Prompt = valid.Prompt! }, new Recorder(), CancellationToken.None);

        Assert.That(outcome.Status, Is.EqualTo(ExecutionStatus.Success), () => outcome.Error?.Exception.ToString() ?? "");
        Assert.That(captured["out"], Is.EqualTo(
            ["'decode(vae, sample(model, clip good, clip bad, 512x512x1, 18446744073709551615, 7, 2.0, euler_ancestral, normal, 1.0))'"]));
    }

    [Node("Source")]
    [Output("MODEL")]
    [Output("CLIP")]
    [Output("VAE")]
    internal sealed class Source : Node
    {
        public override NodeResult Run(NodeContext context) => NodeResult.Of("model", "clip", "vae");
    }

    [Node("CLIPTextEncode")]
    [Output("CONDITIONING")]
    internal sealed class Encode : Node
    {
        [StringInput]
        public required string Text { get; set; }

        [Input("CLIP")]
        public required string Clip { get; set; }

        public override NodeResult Run(NodeContext context) => NodeResult.Of($"{Clip} {Text}");
    }

    [Node("EmptyLatentImage")]
    [Output("LATENT")]
    internal sealed class Empty : Node
    {
        [IntInput]
        public required int Width { get; set; }

        [IntInput]
        public required int Height { get; set; }

        [IntInput]
        public required int BatchSize { get; set; }

        public override NodeResult Run(NodeContext context) => NodeResult.Of($"{Width}x{Height}x{BatchSize}");
    }

    [Node("KSampler")]
    [Output("LATENT")]
    internal sealed class Sampler : Node
    {
        [Input("MODEL")]
        public required string Model { get; set; }

        [IntInput]
        public required BigInteger Seed { get; set; }

        [IntInput]
        public required int Steps { get; set; }

        [FloatInput]
        public required double Cfg { get; set; }

        [ComboInput("euler_ancestral")]
        public required string SamplerName { get; set; }

        [ComboInput("normal")]
        public required string Scheduler { get; set; }

        [Input("CONDITIONING")]
        public required string Positive { get; set; }

        [Input("CONDITIONING")]
        public required string Negative { get; set; }

        [Input("LATENT")]
        public required string LatentImage { get; set; }

        [FloatInput(Default = 0.5)]
        public double Denoise { get; set; } = 1.0;

        public override NodeResult Run(NodeContext context) => NodeResult.Of(
            $"sample({Model}, {Positive}, {Negative}, {LatentImage}, {Seed}, {Steps}, {Cfg:0.0}, {SamplerName}, {Scheduler}, {Denoise:0.0})");
    }

    [Node("VAEDecode")]
    [Output("IMAGE")]
    internal sealed class Decode : Node
    {
        [Input("LATENT")]
        public required string Samples { get; set; }

        [Input("VAE")]
        public required string Vae { get; set; }

        public override NodeResult Run(NodeContext context) => NodeResult.Of($"decode({Vae}, {Samples})");
    }
}
