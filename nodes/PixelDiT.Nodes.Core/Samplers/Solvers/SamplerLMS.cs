using PixelDiT.Graph.Nodes;
using PixelDiT.Sampling;

namespace PixelDiT.Nodes.Core.Samplers.Solvers;

/// <summary>The linear multistep solver.</summary>
[Node("SamplerLMS", Category = "model/sampling/samplers", Schema = NodeSchema.V3, Module = "comfy_extras.nodes_custom_sampler",
    Description = "lms with its order: how many past steps it looks at. Above about 6 it is no longer stable.")]
[Output("SAMPLER")]
public sealed class SamplerLMS : Node
{
    /// <summary>Number of past steps that a step looks at.</summary>
    [IntInput(Default = 4, Min = 1, Max = 100, Advanced = true)]
    public int Order { get; set; } = 4;

    /// <inheritdoc />
    /// <exception cref="SamplingSettingException">The order is out of range.</exception>
    public override NodeResult Run(NodeContext context) => NodeResult.Of(CustomSamplers.Lms(Order));
}
