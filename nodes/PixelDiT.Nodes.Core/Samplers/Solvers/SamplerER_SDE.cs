using PixelDiT.Graph.Nodes;
using PixelDiT.Sampling;

namespace PixelDiT.Nodes.Core.Samplers.Solvers;

/// <summary>The extended reverse-time SDE solver, the solver of the published PixelDiT workflow.</summary>
[Node("SamplerER_SDE", Category = "model/sampling/samplers", Schema = NodeSchema.V3, Module = "comfy_extras.nodes_custom_sampler",
    Description = "er_sde with settings: which noise it adds, and how many past steps it looks at.")]
[Output("SAMPLER")]
public sealed class SamplerER_SDE : Node
{
    private const string ErSde = "ER-SDE";
    private const string ReverseTime = "Reverse-time SDE";
    private const string Ode = "ODE";

    /// <summary>The noise that is added; ODE adds none.</summary>
    [ComboInput(ErSde, ReverseTime, Ode)]
    public required string SolverType { get; set; }

    /// <summary>Highest order of a step.</summary>
    [IntInput(Default = 3, Min = 1, Max = 3, Advanced = true)]
    public int MaxStage { get; set; } = 3;

    /// <summary>Strength of the noise; 0 makes the solver deterministic, large values can fail.</summary>
    [FloatInput(Default = 1.0, Min = 0.0, Max = 10.0, Step = 0.01, Advanced = true, Options = """{"round": false}""")]
    public double Eta { get; set; } = 1.0;

    /// <summary>Factor of the noise that is added.</summary>
    [FloatInput(Name = "s_noise", Default = 1.0, Min = 0.0, Max = 100.0, Step = 0.01, Advanced = true, Options = """{"round": false}""")]
    public double NoiseScale { get; set; } = 1.0;

    private ErSdeKind Kind => SolverType switch
    {
        Ode => ErSdeKind.Ode,
        ReverseTime => ErSdeKind.ReverseTime,
        _ => ErSdeKind.ErSde,
    };

    /// <inheritdoc />
    /// <exception cref="SamplingSettingException">A setting is not a number.</exception>
    public override NodeResult Run(NodeContext context) => NodeResult.Of(CustomSamplers.ErSde(Kind, MaxStage, Eta, NoiseScale));
}
