using PixelDiT.Graph.Nodes;

namespace PixelDiT.Nodes.Core.Samplers.Solvers;

/// <summary>A solver by name, with its usual settings.</summary>
[Node("KSamplerSelect", Category = "model/sampling/samplers", Schema = NodeSchema.V3, Module = "comfy_extras.nodes_custom_sampler",
    Description = "A solver with its usual settings, for the custom samplers.")]
[Output("SAMPLER")]
public sealed class KSamplerSelect : Node
{
    /// <summary>The solver.</summary>
    [ComboInput(Source = typeof(SamplerNames))]
    public required string SamplerName { get; set; }

    /// <inheritdoc />
    public override NodeResult Run(NodeContext context) => NodeResult.Of(Sampling.Samplers.Get(SamplerName));
}
