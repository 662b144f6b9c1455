using PixelDiT.Graph.Nodes;
using PixelDiT.Sampling;

namespace PixelDiT.Nodes.Core.Samplers.Noise;

/// <summary>The noise of a seed.</summary>
[Node("RandomNoise", Category = "model/sampling/noise", Schema = NodeSchema.V3, Module = "comfy_extras.nodes_custom_sampler",
    Description = "The noise that a sampler starts from and that stochastic solvers add: the same seed gives the same picture.")]
[Output("NOISE")]
public sealed class RandomNoise : Node
{
    /// <summary>The seed.</summary>
    [IntInput(Default = 0, Min = 0, Max = ulong.MaxValue, ControlAfterGenerate = true)]
    public ulong NoiseSeed { get; set; }

    /// <inheritdoc />
    public override NodeResult Run(NodeContext context) => NodeResult.Of(new NoiseSource(NoiseSeed));
}
