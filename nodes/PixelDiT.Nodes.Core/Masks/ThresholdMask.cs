using PixelDiT.Graph.Nodes;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Masks;

/// <summary>A mask of black and white only.</summary>
[Node("ThresholdMask", Title = "Threshold Mask", Category = "image/mask", Schema = NodeSchema.V3, Module = "comfy_extras.nodes_mask",
    Description = "Makes white what lies above a value, black the rest.", SearchAliases = ["binary mask"])]
[Output("MASK")]
public sealed class ThresholdMask : Node
{
    /// <summary>The mask.</summary>
    [Input("MASK")]
    public required Tensor Mask { get; set; }

    /// <summary>The value; what equals it becomes black.</summary>
    [FloatInput(Default = 0.5, Min = 0.0, Max = 1.0, Step = 0.01)]
    public double Value { get; set; } = 0.5;

    /// <inheritdoc />
    public override NodeResult Run(NodeContext context)
    {
        using var scope = NewDisposeScope();
        return NodeResult.Of(Mask.gt(Value).to(ScalarType.Float32).DetachFromDisposeScope());
    }
}
