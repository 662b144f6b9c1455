using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Values;
using PixelDiT.Sampling;

namespace PixelDiT.Nodes.Core.Samplers.Schedules;

/// <summary>Levels of a model at the quantiles of a beta distribution, then 0.</summary>
[Node("BetaSamplingScheduler", Category = "model/sampling/schedulers", Schema = NodeSchema.V3, Module = "comfy_extras.nodes_custom_sampler",
    Description = "Levels that gather at both ends of the way (Lee et al. 2024); many steps give fewer, since neighbours fall together.")]
[Output("SIGMAS")]
public sealed class BetaSamplingScheduler : Node
{
    /// <summary>The model, for its flow shift.</summary>
    [Input("MODEL")]
    public required Model Model { get; set; }

    /// <summary>Number of steps.</summary>
    [IntInput(Default = 20, Min = 1, Max = 10000)]
    public int Steps { get; set; } = 20;

    /// <summary>Smaller values put more levels at the picture's end.</summary>
    [FloatInput(Default = 0.6, Min = 0.0, Max = 50.0, Step = 0.01, Advanced = true, Options = """{"round": false}""")]
    public double Alpha { get; set; } = 0.6;

    /// <summary>Smaller values put more levels at the noise's end.</summary>
    [FloatInput(Default = 0.6, Min = 0.0, Max = 50.0, Step = 0.01, Advanced = true, Options = """{"round": false}""")]
    public double Beta { get; set; } = 0.6;

    /// <inheritdoc />
    /// <exception cref="SamplingSettingException">alpha or beta is 0.</exception>
    public override NodeResult Run(NodeContext context) =>
        NodeResult.Of(new Sigmas(CustomSchedules.Beta(Model.Sampling, Steps, Alpha, Beta)));
}
