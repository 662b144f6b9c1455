using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Values;

namespace PixelDiT.Nodes.Core.Samplers.Schedules;

/// <summary>A schedule cut in two, so that the second part holds a share of its steps; the level at the cut belongs to both.</summary>
[Node("SplitSigmasDenoise", Category = "model/sampling/sigmas", Schema = NodeSchema.V3, Module = "comfy_extras.nodes_custom_sampler",
    Description = "Cuts a schedule in two by the share of steps that the second part shall have: the steps of a sampler with that denoise.")]
[Output("SIGMAS", "high_sigmas")]
[Output("SIGMAS", "low_sigmas")]
public sealed class SplitSigmasDenoise : Node
{
    /// <summary>The schedule.</summary>
    [Input("SIGMAS")]
    public required Sigmas Sigmas { get; set; }

    /// <summary>Share of the steps in the second part, rounded to whole steps.</summary>
    [FloatInput(Default = 1.0, Min = 0.0, Max = 1.0, Step = 0.01)]
    public double Denoise { get; set; } = 1.0;

    /// <inheritdoc />
    public override NodeResult Run(NodeContext context)
    {
        var steps = (int)Math.Round(Sigmas.Steps * Denoise, MidpointRounding.ToEven);
        // No step in the second part leaves the first part empty as well: so ComfyUI cuts, and a workflow may count on it.
        return NodeResult.Of(steps == 0 ? Sigmas[..0] : Sigmas[..^steps], Sigmas[^Math.Min(steps + 1, Sigmas.Count)..]);
    }
}
