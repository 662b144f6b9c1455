using PixelDiT.Graph.Nodes;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Images;

/// <summary>A batch of images several times over.</summary>
[Node("RepeatImageBatch", Title = "Repeat Image Batch", Category = "image/batch", Schema = NodeSchema.V3, Module = "comfy_extras.nodes_images",
    Description = "Repeats a batch of images.", SearchAliases = ["duplicate image", "clone image"])]
[Output("IMAGE")]
public sealed class RepeatImageBatch : Node
{
    /// <summary>The images, [B, H, W, C].</summary>
    [Input("IMAGE")]
    public required Tensor Image { get; set; }

    /// <summary>How many times the batch is there afterwards.</summary>
    [IntInput(Default = 1, Min = 1, Max = 4096)]
    public int Amount { get; set; } = 1;

    /// <inheritdoc />
    public override NodeResult Run(NodeContext context)
    {
        using var scope = NewDisposeScope();
        return NodeResult.Of(Image.repeat(Amount, 1, 1, 1).DetachFromDisposeScope()); // [amount·B, H, W, C]
    }
}
