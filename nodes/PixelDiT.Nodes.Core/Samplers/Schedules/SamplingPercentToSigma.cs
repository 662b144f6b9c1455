using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Values;

namespace PixelDiT.Nodes.Core.Samplers.Schedules;

/// <summary>The noise level at a share of the way from noise to picture.</summary>
[Node("SamplingPercentToSigma", Category = "model/sampling/sigmas", Schema = NodeSchema.V3, Module = "comfy_extras.nodes_custom_sampler",
    Description = "The noise level that a model has at a share of the way from noise (0) to picture (1).")]
[Output("FLOAT", "sigma_value")]
public sealed class SamplingPercentToSigma : Node
{
    /// <summary>The model, for its flow shift.</summary>
    [Input("MODEL")]
    public required Model Model { get; set; }

    /// <summary>The share.</summary>
    [FloatInput(Default = 0.0, Min = 0.0, Max = 1.0, Step = 0.0001)]
    public double SamplingPercent { get; set; }

    /// <summary>At exactly 0 and 1: false gives the limits 1 and 0 that ranges are compared with, true the outermost levels of the model's schedules.</summary>
    [BooleanInput(Default = false, Tooltip = "Gives the model's outermost levels, not the limits of ranges. Differs only at 0 and at 1.")]
    public bool ReturnActualSigma { get; set; }

    /// <inheritdoc />
    public override NodeResult Run(NodeContext context) => NodeResult.Of((ReturnActualSigma, SamplingPercent) switch
    {
        (true, 0.0) => Model.Sampling.SigmaMax,
        (true, 1.0) => Model.Sampling.SigmaMin,
        _ => Model.Sampling.PercentToSigma(SamplingPercent),
    });
}
