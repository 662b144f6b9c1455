using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Values;
using PixelDiT.Sampling;

namespace PixelDiT.Nodes.Core.Samplers.Schedules;

/// <summary>Levels at even quantiles of a Laplace distribution of ln σ. Unlike the other schedules it does not end with 0.</summary>
[Node("LaplaceScheduler", Category = "model/sampling/schedulers", Schema = NodeSchema.V3, Module = "comfy_extras.nodes_custom_sampler",
    Description = "Levels that gather round e^mu. The last one is sigma_min, so some noise is left. PixelDiT's levels run from 1 to 0: set sigma_max to at most 1.")]
[Output("SIGMAS")]
public sealed class LaplaceScheduler : Node
{
    /// <summary>Number of levels: one more than there are steps.</summary>
    [IntInput(Default = 20, Min = 1, Max = 10000)]
    public int Steps { get; set; } = 20;

    /// <summary>First level; 1 for PixelDiT, the default is that of other models.</summary>
    [FloatInput(Default = 14.614642, Min = 0.0, Max = 5000.0, Step = 0.01, Advanced = true, Options = """{"round": false}""")]
    public double SigmaMax { get; set; } = 14.614642;

    /// <summary>Last level before 0.</summary>
    [FloatInput(Default = 0.0291675, Min = 0.0, Max = 5000.0, Step = 0.01, Advanced = true, Options = """{"round": false}""")]
    public double SigmaMin { get; set; } = 0.0291675;

    /// <summary>Logarithm of the level round which they gather.</summary>
    [FloatInput(Default = 0.0, Min = -10.0, Max = 10.0, Step = 0.1, Advanced = true, Options = """{"round": false}""")]
    public double Mu { get; set; }

    /// <summary>How far they spread.</summary>
    [FloatInput(Default = 0.5, Min = 0.0, Max = 10.0, Step = 0.1, Advanced = true, Options = """{"round": false}""")]
    public double Beta { get; set; } = 0.5;

    /// <inheritdoc />
    /// <exception cref="SamplingSettingException">The range is reversed.</exception>
    public override NodeResult Run(NodeContext context) =>
        NodeResult.Of(new Sigmas(CustomSchedules.Laplace(Steps, SigmaMax, SigmaMin, Mu, Beta)));
}
