using PixelDiT.Graph.Nodes;
using PixelDiT.Sampling;

namespace PixelDiT.Nodes.Core.Samplers.Solvers;

/// <summary>DPM-Solver with steps of its own choice: of the schedule only the ends count.</summary>
[Node("SamplerDPMAdaptative", Category = "model/sampling/samplers", Schema = NodeSchema.V3, Module = "comfy_extras.nodes_custom_sampler",
    Description = "dpm_adaptive with settings: it makes its steps as long as the tolerances allow, whatever steps the schedule has.")]
[Output("SAMPLER")]
public sealed class SamplerDPMAdaptative : Node
{
    /// <summary>Order of a step.</summary>
    [IntInput(Default = 3, Min = 2, Max = 3, Advanced = true)]
    public int Order { get; set; } = 3;

    /// <summary>Error that a step may make, relative to the picture.</summary>
    [FloatInput(Name = "rtol", Default = 0.05, Min = 0.0, Max = 100.0, Step = 0.01, Advanced = true, Options = """{"round": false}""")]
    public double RelativeTolerance { get; set; } = 0.05;

    /// <summary>Error that a step may make in any case.</summary>
    [FloatInput(Name = "atol", Default = 0.0078, Min = 0.0, Max = 100.0, Step = 0.01, Advanced = true, Options = """{"round": false}""")]
    public double AbsoluteTolerance { get; set; } = 0.0078;

    /// <summary>Length of the first step, in ln σ.</summary>
    [FloatInput(Name = "h_init", Default = 0.05, Min = 0.0, Max = 100.0, Step = 0.01, Advanced = true, Options = """{"round": false}""")]
    public double FirstStep { get; set; } = 0.05;

    /// <summary>Proportional part of the step control.</summary>
    [FloatInput(Name = "pcoeff", Default = 0.0, Min = 0.0, Max = 100.0, Step = 0.01, Advanced = true, Options = """{"round": false}""")]
    public double Proportional { get; set; }

    /// <summary>Integral part of the step control.</summary>
    [FloatInput(Name = "icoeff", Default = 1.0, Min = 0.0, Max = 100.0, Step = 0.01, Advanced = true, Options = """{"round": false}""")]
    public double Integral { get; set; } = 1.0;

    /// <summary>Derivative part of the step control.</summary>
    [FloatInput(Name = "dcoeff", Default = 0.0, Min = 0.0, Max = 100.0, Step = 0.01, Advanced = true, Options = """{"round": false}""")]
    public double Derivative { get; set; }

    /// <summary>A step is kept when the next one may have at least this part of its length.</summary>
    [FloatInput(Default = 0.81, Min = 0.0, Max = 100.0, Step = 0.01, Advanced = true, Options = """{"round": false}""")]
    public double AcceptSafety { get; set; } = 0.81;

    /// <summary>Share of noise in a step; 0 makes the solver deterministic.</summary>
    [FloatInput(Default = 0.0, Min = 0.0, Max = 100.0, Step = 0.01, Advanced = true, Options = """{"round": false}""")]
    public double Eta { get; set; }

    /// <summary>Factor of the noise that is added.</summary>
    [FloatInput(Name = "s_noise", Default = 1.0, Min = 0.0, Max = 100.0, Step = 0.01, Advanced = true, Options = """{"round": false}""")]
    public double NoiseScale { get; set; } = 1.0;

    /// <inheritdoc />
    /// <exception cref="SamplingSettingException">Both tolerances are 0, the first step is 0, or no step could ever be kept.</exception>
    public override NodeResult Run(NodeContext context) => NodeResult.Of(CustomSamplers.DpmAdaptive(new DpmAdaptiveOptions
    {
        Order = Order,
        RelativeTolerance = RelativeTolerance,
        AbsoluteTolerance = AbsoluteTolerance,
        FirstStep = FirstStep,
        Proportional = Proportional,
        Integral = Integral,
        Derivative = Derivative,
        AcceptSafety = AcceptSafety,
        Eta = Eta,
        NoiseScale = NoiseScale,
    }));
}
