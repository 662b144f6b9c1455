using PixelDiT.Graph.Nodes;
using PixelDiT.Sampling;

namespace PixelDiT.Nodes.Core.Samplers.Solvers;

/// <summary>Euler steps with fresh noise after each.</summary>
[Node("SamplerEulerAncestral", Category = "model/sampling/samplers", Schema = NodeSchema.V3, Module = "comfy_extras.nodes_custom_sampler",
    Description = "euler_ancestral with settings: eta scales how far each step goes below the next level before noise brings it back.")]
[Output("SAMPLER")]
public sealed class SamplerEulerAncestral : Node
{
    /// <summary>Share of noise in a step; 0 makes the solver deterministic.</summary>
    [FloatInput(Default = 1.0, Min = 0.0, Max = 100.0, Step = 0.01, Advanced = true, Options = """{"round": false}""")]
    public double Eta { get; set; } = 1.0;

    /// <summary>Factor of the noise that is added.</summary>
    [FloatInput(Name = "s_noise", Default = 1.0, Min = 0.0, Max = 100.0, Step = 0.01, Advanced = true, Options = """{"round": false}""")]
    public double NoiseScale { get; set; } = 1.0;

    /// <inheritdoc />
    /// <exception cref="SamplingSettingException">A setting is not a number.</exception>
    public override NodeResult Run(NodeContext context) => NodeResult.Of(CustomSamplers.EulerAncestral(Eta, NoiseScale));
}
