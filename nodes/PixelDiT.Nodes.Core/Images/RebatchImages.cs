using PixelDiT.Graph.Nodes;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Images;

/// <summary>A list of image batches, cut anew into batches of one size.</summary>
[Node("RebatchImages", Title = "Rebatch Images", Category = "image/batch", Schema = NodeSchema.V3, Module = "comfy_extras.nodes_rebatch", TakesLists = true,
    Description = "Joins all images of a list and cuts them into batches of one size; the last batch may be smaller.")]
[Output("IMAGE", IsList = true)]
public sealed class RebatchImages : Node
{
    /// <summary>The batches, [B, H, W, C] each; all images are of one size.</summary>
    [Input("IMAGE")]
    public required IReadOnlyList<Tensor> Images { get; set; }

    /// <summary>Images in each batch; of a list the first number counts.</summary>
    [IntInput(Default = 1, Min = 1, Max = 4096)]
    public required IReadOnlyList<int> BatchSize { get; set; }

    /// <inheritdoc />
    public override NodeResult Run(NodeContext context)
    {
        using var scope = NewDisposeScope();
        var single = Images.SelectMany(batch => Enumerable.Range(0, (int)batch.shape[0]).Select(i => batch.narrow(0, i, 1))); // [1, H, W, C] each
        var batches = single.Chunk(BatchSize[0]).Select(chunk => cat(chunk)).ToList(); // [≤ batch size, H, W, C] each
        // Kept only once all are there: one of another size fails, and takes the others with it.
        return NodeResult.Of(batches.ConvertAll(batch => batch.DetachFromDisposeScope()));
    }
}
