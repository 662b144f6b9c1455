using PixelDiT.Graph.Nodes;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Masks;

/// <summary>A mask as a grey image.</summary>
[Node("MaskToImage", Title = "Convert Mask to Image", Category = "image/mask", Schema = NodeSchema.V3, Module = "comfy_extras.nodes_mask",
    Description = "Turns a mask into a grey image.", SearchAliases = ["convert mask"])]
[Output("IMAGE")]
public sealed class MaskToImage : Node
{
    /// <summary>The mask.</summary>
    [Input("MASK")]
    public required Tensor Mask { get; set; }

    /// <inheritdoc />
    public override NodeResult Run(NodeContext context)
    {
        using var scope = NewDisposeScope();
        return NodeResult.Of(MaskLayout.Batch(Mask).unsqueeze(3).expand(-1, -1, -1, 3).contiguous().DetachFromDisposeScope()); // [B, H, W, 3]
    }
}
