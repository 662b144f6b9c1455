using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Values;
using PixelDiT.Sampling;

namespace PixelDiT.Nodes.Core.Samplers.Guiders;

/// <summary>Classifier-free guidance: towards one conditioning and away from another.</summary>
[Node("CFGGuider", Title = "CFG Guider", Category = "model/sampling/guiders", Schema = NodeSchema.V3, Module = "comfy_extras.nodes_custom_sampler",
    Description = "Guides towards the positive conditioning and away from the negative one.")]
[Output("GUIDER")]
public sealed class CFGGuider : Node
{
    /// <summary>The model.</summary>
    [Input("MODEL")]
    public required Model Model { get; set; }

    /// <summary>What the picture shall show.</summary>
    [Input("CONDITIONING")]
    public required Conditioning Positive { get; set; }

    /// <summary>What the picture shall not show.</summary>
    [Input("CONDITIONING")]
    public required Conditioning Negative { get; set; }

    /// <summary>Guidance scale; 1 leaves the negative conditioning out.</summary>
    [FloatInput(Default = 8.0, Min = 0.0, Max = 100.0, Step = 0.1, Round = 0.01)]
    public double Cfg { get; set; } = 8.0;

    /// <inheritdoc />
    public override NodeResult Run(NodeContext context) =>
        NodeResult.Of(new Guider(Model, new CfgGuidance { Positive = Positive.Entries, Negative = Negative.Entries, Cfg = Cfg }));
}
