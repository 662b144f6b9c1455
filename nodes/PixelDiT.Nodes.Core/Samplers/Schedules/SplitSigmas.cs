using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Values;

namespace PixelDiT.Nodes.Core.Samplers.Schedules;

/// <summary>A schedule cut in two at a step; the level there belongs to both parts.</summary>
[Node("SplitSigmas", Category = "model/sampling/sigmas", Schema = NodeSchema.V3, Module = "comfy_extras.nodes_custom_sampler",
    Description = "Cuts a schedule in two, so that two samplers can share the way.")]
[Output("SIGMAS", "high_sigmas")]
[Output("SIGMAS", "low_sigmas")]
public sealed class SplitSigmas : Node
{
    /// <summary>The schedule.</summary>
    [Input("SIGMAS")]
    public required Sigmas Sigmas { get; set; }

    /// <summary>Number of steps in the first part. Beyond the end the second part is empty.</summary>
    [IntInput(Default = 0, Min = 0, Max = 10000)]
    public int Step { get; set; }

    /// <inheritdoc />
    public override NodeResult Run(NodeContext context) =>
        NodeResult.Of(Sigmas[..Math.Min(Step + 1, Sigmas.Count)], Sigmas[Math.Min(Step, Sigmas.Count)..]);
}
