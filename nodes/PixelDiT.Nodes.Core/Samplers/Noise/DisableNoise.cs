using PixelDiT.Graph.Nodes;
using PixelDiT.Sampling;

namespace PixelDiT.Nodes.Core.Samplers.Noise;

/// <summary>No noise: a sampler starts from the latent alone.</summary>
[Node("DisableNoise", Category = "model/sampling/noise", Schema = NodeSchema.V3, Module = "comfy_extras.nodes_custom_sampler",
    Description = "Adds no noise before the first step, for the second of two samplers. Stochastic solvers still add theirs, from seed 0.",
    SearchAliases = ["zero noise"])]
[Output("NOISE")]
public sealed class DisableNoise : Node
{
    /// <inheritdoc />
    public override NodeResult Run(NodeContext context) => NodeResult.Of(NoiseSource.Disabled);
}
