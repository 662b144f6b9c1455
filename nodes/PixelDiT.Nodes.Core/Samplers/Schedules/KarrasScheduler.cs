using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Values;
using PixelDiT.Sampling;

namespace PixelDiT.Nodes.Core.Samplers.Schedules;

/// <summary>Levels evenly spaced in σ^(1/ρ), then 0.</summary>
[Node("KarrasScheduler", Category = "model/sampling/schedulers", Schema = NodeSchema.V3, Module = "comfy_extras.nodes_custom_sampler",
    Description = "Levels that lie the closer together, the smaller they are (Karras et al. 2022). PixelDiT's levels run from 1 to 0: set sigma_max to at most 1.")]
[Output("SIGMAS")]
public sealed class KarrasScheduler : Node
{
    /// <summary>Number of steps.</summary>
    [IntInput(Default = 20, Min = 1, Max = 10000)]
    public int Steps { get; set; } = 20;

    /// <summary>First level; 1 for PixelDiT, the default is that of other models.</summary>
    [FloatInput(Default = 14.614642, Min = 0.0, Max = 5000.0, Step = 0.01, Advanced = true, Options = """{"round": false}""")]
    public double SigmaMax { get; set; } = 14.614642;

    /// <summary>Last level before 0.</summary>
    [FloatInput(Default = 0.0291675, Min = 0.0, Max = 5000.0, Step = 0.01, Advanced = true, Options = """{"round": false}""")]
    public double SigmaMin { get; set; } = 0.0291675;

    /// <summary>How close together the small levels lie.</summary>
    [FloatInput(Default = 7.0, Min = 0.0, Max = 100.0, Step = 0.01, Advanced = true, Options = """{"round": false}""")]
    public double Rho { get; set; } = 7.0;

    /// <inheritdoc />
    /// <exception cref="SamplingSettingException">The range is reversed, or rho is 0.</exception>
    public override NodeResult Run(NodeContext context) =>
        NodeResult.Of(new Sigmas(CustomSchedules.Karras(Steps, SigmaMax, SigmaMin, Rho)));
}
