using PixelDiT.Graph.Nodes;
using PixelDiT.Sampling;

namespace PixelDiT.Nodes.Core.Samplers.Solvers;

/// <summary>DPM-Solver++(2S) with fresh noise after each step.</summary>
[Node("SamplerDPMPP_2S_Ancestral", Category = "model/sampling/samplers", Schema = NodeSchema.V3, Module = "comfy_extras.nodes_custom_sampler",
    Description = "dpmpp_2s_ancestral with settings: two passes of the model a step.")]
[Output("SAMPLER")]
public sealed class SamplerDPMPP_2S_Ancestral : Node
{
    /// <summary>Share of noise in a step; 0 makes the solver deterministic.</summary>
    [FloatInput(Default = 1.0, Min = 0.0, Max = 100.0, Step = 0.01, Options = """{"round": false}""")]
    public double Eta { get; set; } = 1.0;

    /// <summary>Factor of the noise that is added.</summary>
    [FloatInput(Name = "s_noise", Default = 1.0, Min = 0.0, Max = 100.0, Step = 0.01, Options = """{"round": false}""")]
    public double NoiseScale { get; set; } = 1.0;

    /// <inheritdoc />
    /// <exception cref="SamplingSettingException">A setting is not a number.</exception>
    public override NodeResult Run(NodeContext context) => NodeResult.Of(CustomSamplers.Dpmpp2SAncestral(Eta, NoiseScale));
}
