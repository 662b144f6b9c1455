using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Values;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Latents;

/// <summary>Latents times a number.</summary>
[Node("LatentMultiply", Category = "model/latent/advanced", Schema = NodeSchema.V3, Module = "comfy_extras.nodes_latent",
    Description = "Multiplies latents by a number.", SearchAliases = ["scale latent", "amplify latent", "latent gain"])]
[Output("LATENT")]
public sealed class LatentMultiply : Node
{
    /// <summary>The latents.</summary>
    [Input("LATENT")]
    public required Latent Samples { get; set; }

    /// <summary>The number.</summary>
    [FloatInput(Default = 1.0, Min = -10.0, Max = 10.0, Step = 0.01)]
    public double Multiplier { get; set; } = 1.0;

    /// <inheritdoc />
    public override NodeResult Run(NodeContext context)
    {
        using var scope = NewDisposeScope();
        return NodeResult.Of(Samples with { Samples = (Samples.Samples * Multiplier).DetachFromDisposeScope() });
    }
}
