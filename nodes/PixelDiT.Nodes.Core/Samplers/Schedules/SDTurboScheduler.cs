using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Values;
using PixelDiT.Sampling;

namespace PixelDiT.Nodes.Core.Samplers.Schedules;

/// <summary>Up to ten levels at every tenth of a model's time, then 0.</summary>
[Node("SDTurboScheduler", Category = "model/sampling/schedulers", Schema = NodeSchema.V3, Module = "comfy_extras.nodes_custom_sampler",
    Description = "The levels of few-step models: every tenth of the model's time.")]
[Output("SIGMAS")]
public sealed class SDTurboScheduler : Node
{
    /// <summary>The model, for its flow shift.</summary>
    [Input("MODEL")]
    public required Model Model { get; set; }

    /// <summary>Number of steps; fewer where the share leaves fewer.</summary>
    [IntInput(Default = 1, Min = 1, Max = 10)]
    public int Steps { get; set; } = 1;

    /// <summary>Share of the way that is walked, at least a tenth.</summary>
    [FloatInput(Default = 1.0, Min = 0.0, Max = 1.0, Step = 0.01, Options = """{"min": 0}""")]
    public double Denoise { get; set; } = 1.0;

    /// <inheritdoc />
    /// <exception cref="SamplingSettingException">The share is below a tenth.</exception>
    public override NodeResult Run(NodeContext context) =>
        NodeResult.Of(new Sigmas(CustomSchedules.Turbo(Model.Sampling, Steps, Denoise)));
}
