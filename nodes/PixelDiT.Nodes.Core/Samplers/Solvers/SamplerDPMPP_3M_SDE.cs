using PixelDiT.Graph.Nodes;
using PixelDiT.Sampling;

namespace PixelDiT.Nodes.Core.Samplers.Solvers;

/// <summary>DPM-Solver++(3M) along a Brownian path.</summary>
[Node("SamplerDPMPP_3M_SDE", Category = "model/sampling/samplers", Schema = NodeSchema.V3, Module = "comfy_extras.nodes_custom_sampler",
    Description = "dpmpp_3m_sde with settings: a step looks at the two before it, noise comes from one Brownian path.")]
[Output("SAMPLER")]
public sealed class SamplerDPMPP_3M_SDE : Node
{
    private const string Gpu = "gpu";

    /// <summary>Share of noise in a step; 0 makes the solver deterministic.</summary>
    [FloatInput(Default = 1.0, Min = 0.0, Max = 100.0, Step = 0.01, Advanced = true, Options = """{"round": false}""")]
    public double Eta { get; set; } = 1.0;

    /// <summary>Factor of the noise that is added.</summary>
    [FloatInput(Name = "s_noise", Default = 1.0, Min = 0.0, Max = 100.0, Step = 0.01, Advanced = true, Options = """{"round": false}""")]
    public double NoiseScale { get; set; } = 1.0;

    /// <summary>Where the noise is drawn: cpu gives the same picture on every device, gpu is faster there.</summary>
    [ComboInput(Gpu, "cpu", Advanced = true)]
    public required string NoiseDevice { get; set; }

    /// <inheritdoc />
    /// <exception cref="SamplingSettingException">A setting is not a number.</exception>
    public override NodeResult Run(NodeContext context) => NodeResult.Of(CustomSamplers.Dpmpp3MSde(Eta, NoiseScale, NoiseDevice == Gpu));
}
