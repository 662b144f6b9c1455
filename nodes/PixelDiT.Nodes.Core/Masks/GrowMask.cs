using PixelDiT.Graph.Nodes;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Masks;

/// <summary>A mask whose white areas are larger or smaller.</summary>
[Node("GrowMask", Title = "Grow Mask", Category = "image/mask", Schema = NodeSchema.V3, Module = "comfy_extras.nodes_mask",
    Description = "Makes the white areas of a mask larger or smaller.", SearchAliases = ["expand mask", "shrink mask"])]
[Output("MASK")]
public sealed class GrowMask : Node
{
    /// <summary>The mask.</summary>
    [Input("MASK")]
    public required Tensor Mask { get; set; }

    /// <summary>By how many pixels the areas grow; negative: shrink.</summary>
    [IntInput(Default = 0, Min = -16384, Max = 16384, Step = 1)]
    public int Expand { get; set; }

    /// <summary>Whether corners are cut off: a point becomes a diamond, else a square.</summary>
    [BooleanInput(Default = true, Advanced = true)]
    public bool TaperedCorners { get; set; } = true;

    /// <inheritdoc />
    public override NodeResult Run(NodeContext context)
    {
        using var scope = NewDisposeScope();
        var mask = MaskLayout.Batch(Mask);
        var result = Expand >= 0
            ? Morphology.Dilate(mask, Expand, !TaperedCorners, context.Cancellation)
            : -Morphology.Dilate(-mask, -Expand, !TaperedCorners, context.Cancellation); // What shrinks is what the black grows into.
        return NodeResult.Of(result.DetachFromDisposeScope());
    }
}
