using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Values;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Latents;

/// <summary>A stripe of latents.</summary>
[Node("LatentCut", Category = "model/latent/advanced", Schema = NodeSchema.V3, Module = "comfy_extras.nodes_latent",
    Description = "Cuts a stripe out of latents.", SearchAliases = ["crop latent", "slice latent", "extract region"])]
[Output("LATENT")]
public sealed class LatentCut : Node
{
    /// <summary>The latents.</summary>
    [Input("LATENT")]
    public required Latent Samples { get; set; }

    /// <summary>Across which axis. Pictures have no time (t).</summary>
    [ComboInput("x", "y", "t")]
    public required string Dim { get; set; }

    /// <summary>Where the stripe begins, in elements of the latent, which are pixels in pixel space; negative counts from the end.</summary>
    [IntInput(Default = 0, Min = -16384, Max = 16384, Step = 1)]
    public int Index { get; set; }

    /// <summary>Width of the stripe in elements; less where the latent ends.</summary>
    [IntInput(Default = 1, Min = 1, Max = 16384, Step = 1)]
    public int Amount { get; set; } = 1;

    /// <inheritdoc />
    /// <exception cref="Images.PictureException">The axis is time.</exception>
    public override NodeResult Run(NodeContext context)
    {
        using var scope = NewDisposeScope();
        var dim = LatentAxis.Of(Dim);
        var size = Samples.Samples.shape[dim];
        var start = Index < 0 ? Math.Max(0, size + Index) : Math.Min(Index, size - 1);
        var stripe = Samples.Samples.narrow(dim, start, Math.Min(Amount, size - start));
        return NodeResult.Of(Samples with { Samples = stripe.contiguous().DetachFromDisposeScope() });
    }
}
