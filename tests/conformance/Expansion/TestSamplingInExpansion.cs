using PixelDiT.Graph.Nodes;

namespace PixelDiT.Conformance.Expansion;

/// <summary>A whole text-to-image graph as an expansion. The sampler's strength is left to its own default.</summary>
[Node("TestSamplingInExpansion", Title = "Sampling In Expansion", Category = "Testing/Nodes", Module = Pack.Module)]
[Output("IMAGE")]
internal sealed class TestSamplingInExpansion : Node
{
    [Input("MODEL")]
    public object? Model { get; set; }

    [Input("CLIP")]
    public object? Clip { get; set; }

    [Input("VAE")]
    public object? Vae { get; set; }

    [IntInput(Default = 0, Min = 0, Max = ulong.MaxValue)]
    public required object Seed { get; set; }

    [IntInput(Default = 20, Min = 1, Max = 100)]
    public required object Steps { get; set; }

    [FloatInput(Default = 7.0, Min = 0.0, Max = 30.0)]
    public required double Cfg { get; set; }

    [StringInput(Multiline = true, Default = "a beautiful landscape with mountains and trees")]
    public required string Prompt { get; set; }

    [StringInput(Multiline = true, Default = "blurry, bad quality, worst quality")]
    public required string NegativePrompt { get; set; }

    public override NodeResult Run(NodeContext context)
    {
        var graph = context.NewGraph();
        var positive = graph.Add("CLIPTextEncode").Set("text", Prompt).Set("clip", Clip);
        var negative = graph.Add("CLIPTextEncode").Set("text", NegativePrompt).Set("clip", Clip);
        var empty = graph.Add("EmptyLatentImage").Set("width", 512L).Set("height", 512L).Set("batch_size", 1L);
        var sampled = graph.Add("KSampler")
            .Set("model", Model).Set("positive", positive.Output(0)).Set("negative", negative.Output(0)).Set("latent_image", empty.Output(0))
            .Set("seed", Seed).Set("steps", Steps).Set("cfg", Cfg).Set("sampler_name", "euler_ancestral").Set("scheduler", "normal");
        var image = graph.Add("VAEDecode").Set("samples", sampled.Output(0)).Set("vae", Vae);
        return NodeResult.Of(image.Output(0)).WithExpansion(graph);
    }
}
