using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Values;
using PixelDiT.Sampling;

namespace PixelDiT.Nodes.Core.Samplers.Schedules;

/// <summary>The levels of a variance-preserving process, then 0.</summary>
[Node("VPScheduler", Category = "model/sampling/schedulers", Schema = NodeSchema.V3, Module = "comfy_extras.nodes_custom_sampler",
    Description = "Levels of other model families; with its defaults they go far beyond 1, where PixelDiT's levels end.")]
[Output("SIGMAS")]
public sealed class VPScheduler : Node
{
    /// <summary>Number of steps.</summary>
    [IntInput(Default = 20, Min = 1, Max = 10000)]
    public int Steps { get; set; } = 20;

    /// <summary>Growth of the process's rate.</summary>
    [FloatInput(Default = 19.9, Min = 0.0, Max = 5000.0, Step = 0.01, Advanced = true, Options = """{"round": false}""")]
    public double BetaD { get; set; } = 19.9;

    /// <summary>Its rate at the beginning.</summary>
    [FloatInput(Default = 0.1, Min = 0.0, Max = 5000.0, Step = 0.01, Advanced = true, Options = """{"round": false}""")]
    public double BetaMin { get; set; } = 0.1;

    /// <summary>Time of the last level before 0.</summary>
    [FloatInput(Default = 0.001, Min = 0.0, Max = 1.0, Step = 0.0001, Advanced = true, Options = """{"round": false}""")]
    public double EpsS { get; set; } = 0.001;

    /// <inheritdoc />
    /// <exception cref="SamplingSettingException">A setting gives no schedule.</exception>
    public override NodeResult Run(NodeContext context) =>
        NodeResult.Of(new Sigmas(CustomSchedules.VariancePreserving(Steps, BetaD, BetaMin, EpsS)));
}
