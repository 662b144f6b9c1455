using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Values;

namespace PixelDiT.Nodes.Core.Samplers.Schedules;

/// <summary>A schedule walked backwards, from picture to noise.</summary>
[Node("FlipSigmas", Category = "model/sampling/sigmas", Schema = NodeSchema.V3, Module = "comfy_extras.nodes_custom_sampler",
    Description = "Turns a schedule round, to find the noise that leads to a picture. A first level of 0 becomes 0.0001, since no step starts at 0.")]
[Output("SIGMAS")]
public sealed class FlipSigmas : Node
{
    private const double SmallestStart = 0.0001;

    /// <summary>The schedule.</summary>
    [Input("SIGMAS")]
    public required Sigmas Sigmas { get; set; }

    /// <inheritdoc />
    public override NodeResult Run(NodeContext context) =>
        NodeResult.Of(new Sigmas(Sigmas.Reverse().Select((sigma, i) => i == 0 && sigma == 0.0 ? SmallestStart : sigma)));
}
