using PixelDiT.Graph.Nodes;
using PixelDiT.Sampling;

namespace PixelDiT.Nodes.Core.Samplers.Solvers;

/// <summary>SEEDS-2: two evaluations a step, with noise.</summary>
[Node("SamplerSEEDS2", Category = "model/sampling/samplers", Schema = NodeSchema.V3, Module = "comfy_extras.nodes_custom_sampler",
    Description = "seeds_2 with settings. solver_type phi_2 with r 1 is exp_heun_2_x0_sde, and with eta 0 as well exp_heun_2_x0.",
    SearchAliases = ["sde", "exp heun"])]
[Output("SAMPLER")]
public sealed class SamplerSEEDS2 : Node
{
    private const string Phi2 = "phi_2";

    /// <summary>The weights of the two evaluations.</summary>
    [ComboInput("phi_1", Phi2)]
    public required string SolverType { get; set; }

    /// <summary>Share of noise in a step; 0 makes the solver deterministic.</summary>
    [FloatInput(Default = 1.0, Min = 0.0, Max = 100.0, Step = 0.01, Advanced = true, Options = """{"round": false}""")]
    public double Eta { get; set; } = 1.0;

    /// <summary>Factor of the noise that is added.</summary>
    [FloatInput(Name = "s_noise", Default = 1.0, Min = 0.0, Max = 100.0, Step = 0.01, Advanced = true, Options = """{"round": false}""")]
    public double NoiseScale { get; set; } = 1.0;

    /// <summary>Where in the step the second evaluation stands.</summary>
    [FloatInput(Default = 0.5, Min = 0.01, Max = 1.0, Step = 0.01, Advanced = true, Options = """{"round": false}""")]
    public double R { get; set; } = 0.5;

    /// <inheritdoc />
    /// <exception cref="SamplingSettingException">A setting is not a number.</exception>
    public override NodeResult Run(NodeContext context) => NodeResult.Of(CustomSamplers.Seeds2(
        SolverType == Phi2 ? Seeds2Weights.Phi2 : Seeds2Weights.Phi1, Eta, NoiseScale, R));
}
