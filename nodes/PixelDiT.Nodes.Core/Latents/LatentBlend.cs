using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Images;
using PixelDiT.Nodes.Core.Values;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Latents;

/// <summary>Two latents mixed: samples1 · f + samples2 · (1 - f).</summary>
[Node("LatentBlend", Title = "Latent Blend", Category = "experimental", Module = "nodes",
    Description = "Mixes two latents.", SearchAliases = ["mix latents", "interpolate latents"])]
[Output("LATENT")]
public sealed class LatentBlend : Node
{
    /// <summary>The latents whose share is the factor; they decide the size.</summary>
    [Input("LATENT")]
    public required Latent Samples1 { get; set; }

    /// <summary>The others, as many, or one of either; resized bicubically.</summary>
    [Input("LATENT")]
    public required Latent Samples2 { get; set; }

    /// <summary>Share of the first latents.</summary>
    [FloatInput(Default = 0.5, Step = 0.01, Options = """{"min": 0, "max": 1}""")]
    public double BlendFactor { get; set; } = 0.5;

    /// <inheritdoc />
    /// <exception cref="PictureException">The latents are of different models, or their batches have different lengths and neither is one.</exception>
    public override NodeResult Run(NodeContext context)
    {
        Batch.RequireEqualOrOne(Samples1.Samples, Samples2.Samples);
        using var scope = NewDisposeScope();
        var (first, second) = LatentPair.OfOneSize(Samples1, Samples2, "bicubic");
        var mixed = (first.Samples * BlendFactor) + (second * (1 - BlendFactor));
        // The indices are those of the first batch; a batch that has become longer is a new one.
        var indices = mixed.shape[0] == first.Samples.shape[0] ? first.BatchIndex : null;
        return NodeResult.Of(first with { Samples = mixed.DetachFromDisposeScope(), BatchIndex = indices });
    }
}
