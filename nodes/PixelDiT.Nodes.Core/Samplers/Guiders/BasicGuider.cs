using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Values;
using PixelDiT.Sampling;

namespace PixelDiT.Nodes.Core.Samplers.Guiders;

/// <summary>One conditioning, without guidance.</summary>
[Node("BasicGuider", Title = "Basic Guider", Category = "model/sampling/guiders", Schema = NodeSchema.V3, Module = "comfy_extras.nodes_custom_sampler",
    Description = "Follows one conditioning as it is: one pass of the network a step.")]
[Output("GUIDER")]
public sealed class BasicGuider : Node
{
    /// <summary>The model.</summary>
    [Input("MODEL")]
    public required Model Model { get; set; }

    /// <summary>What the picture shall show.</summary>
    [Input("CONDITIONING")]
    public required Conditioning Conditioning { get; set; }

    /// <inheritdoc />
    public override NodeResult Run(NodeContext context) => NodeResult.Of(new Guider(Model, new BasicGuidance { Positive = Conditioning.Entries }));
}
