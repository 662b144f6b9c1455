using PixelDiT.Graph.Nodes;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Masks;

/// <summary>A mask of one value.</summary>
[Node("SolidMask", Title = "Create Solid Mask", Category = "image/mask", Schema = NodeSchema.V3, Module = "comfy_extras.nodes_mask",
    Description = "A mask that has the same value everywhere.")]
[Output("MASK")]
public sealed class SolidMask : Node
{
    /// <summary>The value.</summary>
    [FloatInput(Default = 1.0, Min = 0.0, Max = 1.0, Step = 0.01)]
    public double Value { get; set; } = 1.0;

    /// <summary>Width in pixels.</summary>
    [IntInput(Default = 512, Min = 1, Max = 16384, Step = 1)]
    public int Width { get; set; } = 512;

    /// <summary>Height in pixels.</summary>
    [IntInput(Default = 512, Min = 1, Max = 16384, Step = 1)]
    public int Height { get; set; } = 512;

    /// <inheritdoc />
    public override NodeResult Run(NodeContext context)
    {
        using var scope = NewDisposeScope();
        return NodeResult.Of(full([1, Height, Width], Value, ScalarType.Float32).DetachFromDisposeScope());
    }
}
