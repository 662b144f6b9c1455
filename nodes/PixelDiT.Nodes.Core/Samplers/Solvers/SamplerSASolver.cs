using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Values;
using PixelDiT.Sampling;

namespace PixelDiT.Nodes.Core.Samplers.Solvers;

/// <summary>SA-Solver: a stochastic Adams method, with noise on a part of the way.</summary>
[Node("SamplerSASolver", Category = "model/sampling/samplers", Schema = NodeSchema.V3, Module = "comfy_extras.nodes_custom_sampler",
    Description = "sa_solver with settings: noise only between two points of the way, orders of predictor and corrector.", SearchAliases = ["sde"])]
[Output("SAMPLER")]
public sealed class SamplerSASolver : Node, IValidatesInputs
{
    /// <summary>The model, for the noise levels of its way.</summary>
    [Input("MODEL")]
    public required Model Model { get; set; }

    /// <summary>Strength of the noise there; 0 makes the solver deterministic.</summary>
    [FloatInput(Default = 1.0, Min = 0.0, Max = 10.0, Step = 0.01, Advanced = true, Options = """{"round": false}""")]
    public double Eta { get; set; } = 1.0;

    /// <summary>Where the noise begins, as a share of the way.</summary>
    [FloatInput(Default = 0.2, Min = 0.0, Max = 1.0, Step = 0.001, Advanced = true)]
    public double SdeStartPercent { get; set; } = 0.2;

    /// <summary>Where it ends.</summary>
    [FloatInput(Default = 0.8, Min = 0.0, Max = 1.0, Step = 0.001, Advanced = true)]
    public double SdeEndPercent { get; set; } = 0.8;

    /// <summary>Factor of the noise that is added.</summary>
    [FloatInput(Name = "s_noise", Default = 1.0, Min = 0.0, Max = 100.0, Step = 0.01, Advanced = true, Options = """{"round": false}""")]
    public double NoiseScale { get; set; } = 1.0;

    /// <summary>Order of the predictor.</summary>
    [IntInput(Default = 3, Min = 1, Max = 6, Advanced = true)]
    public int PredictorOrder { get; set; } = 3;

    /// <summary>Order of the corrector; 0 is none.</summary>
    [IntInput(Default = 4, Min = 0, Max = 6, Advanced = true)]
    public int CorrectorOrder { get; set; } = 4;

    /// <summary>Evaluate the model once more at the corrected state.</summary>
    [BooleanInput(Advanced = true)]
    public bool UsePece { get; set; }

    /// <summary>Take simplified weights where the order is 2.</summary>
    [BooleanInput(Name = "simple_order_2", Advanced = true)]
    public bool SimpleOrder2 { get; set; }

    private PercentRange Range => new("sde_start_percent", SdeStartPercent, "sde_end_percent", SdeEndPercent);

    /// <inheritdoc />
    public IReadOnlyList<string> ValidatedInputs => ["sde_end_percent"];

    /// <inheritdoc />
    public string? ValidateInputs(ReceivedInputs inputs) => Range.Fault();

    /// <inheritdoc />
    /// <exception cref="SamplingSettingException">The part with noise ends before it starts.</exception>
    public override NodeResult Run(NodeContext context) => NodeResult.Of(CustomSamplers.SaSolver(
        Model.Sampling, Eta, SdeStartPercent, SdeEndPercent, NoiseScale, PredictorOrder, CorrectorOrder, UsePece, SimpleOrder2));
}
