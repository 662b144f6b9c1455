using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Values;

namespace PixelDiT.Nodes.Core.Samplers.Patches;

/// <summary>The same model with guidance that keeps the contrast of the unguided picture.</summary>
[Node("RescaleCFG", Title = "RescaleCFG", Category = "model/patch", Module = "comfy_extras.nodes_model_advanced",
    Description = "Brings the contrast of the guided picture back towards that of the picture without guidance, against overexposure at high cfg.")]
[Output("MODEL")]
public sealed class RescaleCFG : Node
{
    /// <summary>The model; it is not changed.</summary>
    [Input("MODEL")]
    public required Model Model { get; set; }

    /// <summary>How far: 0 not at all, 1 all the way.</summary>
    [FloatInput(Default = 0.7, Min = 0.0, Max = 1.0, Step = 0.01)]
    public double Multiplier { get; set; } = 0.7;

    /// <inheritdoc />
    public override NodeResult Run(NodeContext context) =>
        NodeResult.Of(Model with { Patches = Model.Patches with { Rescale = Multiplier } });
}
