using PixelDiT.Graph.Nodes;
using PixelDiT.Sampling;

namespace PixelDiT.Nodes.Core.Samplers.Solvers;

/// <summary>CFG++ in one of two forms.</summary>
[Node("SamplerEulerCFGpp", Title = "SamplerEulerCFG++", Category = "experimental", Schema = NodeSchema.V3, Module = "comfy_extras.nodes_advanced_samplers", Experimental = true,
    Description = "euler_cfg_pp, or its form that keeps to the guided prediction plus the unconditional direction. Use a low cfg, about 1 to 2.")]
[Output("SAMPLER")]
public sealed class SamplerEulerCFGpp : Node
{
    private const string Alternative = "alternative";

    /// <summary>regular is euler_cfg_pp.</summary>
    [ComboInput("regular", Alternative, Advanced = true)]
    public required string Version { get; set; }

    /// <inheritdoc />
    public override NodeResult Run(NodeContext context) =>
        NodeResult.Of(Version == Alternative ? CustomSamplers.EulerCfgPlusPlusAlternative() : Sampling.Samplers.Get("euler_cfg_pp"));
}
