using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Images;
using PixelDiT.Nodes.Core.Values;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Latents;

/// <summary>Latents side by side.</summary>
[Node("LatentConcat", Category = "model/latent/advanced", Schema = NodeSchema.V3, Module = "comfy_extras.nodes_latent",
    Description = "Puts latents beside or below others.", SearchAliases = ["join latents", "stitch latents"])]
[Output("LATENT")]
public sealed class LatentConcat : Node
{
    /// <summary>The first latents; they decide the number.</summary>
    [Input("LATENT")]
    public required Latent Samples1 { get; set; }

    /// <summary>The second latents; fewer are used again from the first.</summary>
    [Input("LATENT")]
    public required Latent Samples2 { get; set; }

    /// <summary>Where the second latents are: to the right (x), below (y), or, with -, on the other side. Pictures have no time (t).</summary>
    [ComboInput("x", "-x", "y", "-y", "t", "-t")]
    public required string Dim { get; set; }

    /// <inheritdoc />
    /// <exception cref="PictureException">The latents do not fit together, or are to be joined in time.</exception>
    public override NodeResult Run(NodeContext context)
    {
        using var scope = NewDisposeScope();
        var (first, second) = LatentPair.Unite(Samples1, Samples2);
        var dim = LatentAxis.Of(Dim.TrimStart('-'));
        var (a, b) = (first.Samples, Batch.Fit(second.Samples, first.Samples.shape[0]));
        var across = 5 - dim;
        if (a.shape[across] != b.shape[across])
        {
            throw new PictureException($"Latents of {a.shape[3]}x{a.shape[2]} and of {b.shape[3]}x{b.shape[2]} elements cannot be joined along {Dim}: "
                + $"{(dim == 3 ? "their heights" : "their widths")} must be equal.");
        }
        var joined = cat(Dim.StartsWith('-') ? [b, a] : [a, b], dim);
        return NodeResult.Of(first with { Samples = joined.DetachFromDisposeScope() });
    }
}
