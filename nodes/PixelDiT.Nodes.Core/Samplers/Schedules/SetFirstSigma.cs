using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Values;
using PixelDiT.Sampling;

namespace PixelDiT.Nodes.Core.Samplers.Schedules;

/// <summary>A schedule with another first level.</summary>
[Node("SetFirstSigma", Category = "model/sampling/sigmas", Schema = NodeSchema.V3, Module = "comfy_extras.nodes_custom_sampler",
    Description = "Replaces the first level of a schedule. PixelDiT's levels end at 1; ComfyUI's default here is meant for other models.")]
[Output("SIGMAS")]
public sealed class SetFirstSigma : Node
{
    /// <summary>The schedule, at least one level.</summary>
    [Input("SIGMAS")]
    public required Sigmas Sigmas { get; set; }

    /// <summary>The level.</summary>
    [FloatInput(Default = 136.0, Min = 0.0, Max = 20000.0, Step = 0.001, Options = """{"round": false}""")]
    public double Sigma { get; set; } = 136.0;

    /// <inheritdoc />
    /// <exception cref="SamplingSettingException">The schedule is empty.</exception>
    public override NodeResult Run(NodeContext context) => Sigmas.Count > 0
        ? NodeResult.Of(new Sigmas([Sigma, .. Sigmas.Skip(1)]))
        : throw new SamplingSettingException("sigmas", "empty", "at least one level, whose place the new one takes");
}
