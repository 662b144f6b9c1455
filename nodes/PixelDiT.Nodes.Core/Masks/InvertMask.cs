using PixelDiT.Graph.Nodes;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Masks;

/// <summary>The opposite of a mask: 1 - x.</summary>
[Node("InvertMask", Title = "Invert Mask", Category = "image/mask", Schema = NodeSchema.V3, Module = "comfy_extras.nodes_mask",
    Description = "The opposite of a mask: what was kept changes, what changed is kept.", SearchAliases = ["reverse mask", "flip mask"])]
[Output("MASK")]
public sealed class InvertMask : Node
{
    /// <summary>The mask.</summary>
    [Input("MASK")]
    public required Tensor Mask { get; set; }

    /// <inheritdoc />
    public override NodeResult Run(NodeContext context)
    {
        using var scope = NewDisposeScope();
        return NodeResult.Of((1 - Mask).DetachFromDisposeScope());
    }
}
