using PixelDiT.Graph.Nodes;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Images;

/// <summary>Some images of a batch.</summary>
[Node("ImageFromBatch", Title = "Get Image from Batch", Category = "image/batch", Schema = NodeSchema.V3, Module = "comfy_extras.nodes_images",
    Description = "Takes neighbouring images out of a batch.", SearchAliases = ["select image", "pick from batch", "extract image"])]
[Output("IMAGE")]
public sealed class ImageFromBatch : Node
{
    /// <summary>The images, [B, H, W, C].</summary>
    [Input("IMAGE")]
    public required Tensor Image { get; set; }

    /// <summary>The first image, counted from 0, or from the end when negative; beyond the batch stands for its first or last.</summary>
    [IntInput(Default = 0, Min = -16384, Max = 16384)]
    public int BatchIndex { get; set; }

    /// <summary>How many; fewer where the batch ends.</summary>
    [IntInput(Default = 1, Min = 1, Max = 4096)]
    public int Length { get; set; } = 1;

    /// <inheritdoc />
    /// <exception cref="PictureException">The batch is empty.</exception>
    public override NodeResult Run(NodeContext context)
    {
        using var scope = NewDisposeScope();
        var (start, length) = Batch.Part(Image, BatchIndex, Length);
        return NodeResult.Of(Image.narrow(0, start, length).clone().DetachFromDisposeScope());
    }
}
