using PixelDiT.Graph.Nodes;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Masks;

/// <summary>A mask that fades out towards its edges.</summary>
[Node("FeatherMask", Title = "Feather Mask", Category = "image/mask", Schema = NodeSchema.V3, Module = "comfy_extras.nodes_mask",
    Description = "Lets a mask fade out towards its edges.", SearchAliases = ["soft edge mask", "blur mask edges", "gradient mask edge"])]
[Output("MASK")]
public sealed class FeatherMask : Node
{
    /// <summary>The mask.</summary>
    [Input("MASK")]
    public required Tensor Mask { get; set; }

    /// <summary>Width of the soft edge on the left, in pixels; at most the mask's. The outermost column is not quite 0: it keeps 1 / width.</summary>
    [IntInput(Default = 0, Min = 0, Max = 16384, Step = 1)]
    public int Left { get; set; }

    /// <summary>Height of the soft edge above, in pixels.</summary>
    [IntInput(Default = 0, Min = 0, Max = 16384, Step = 1)]
    public int Top { get; set; }

    /// <summary>Width of the soft edge on the right, in pixels.</summary>
    [IntInput(Default = 0, Min = 0, Max = 16384, Step = 1)]
    public int Right { get; set; }

    /// <summary>Height of the soft edge below, in pixels.</summary>
    [IntInput(Default = 0, Min = 0, Max = 16384, Step = 1)]
    public int Bottom { get; set; }

    /// <inheritdoc />
    public override NodeResult Run(NodeContext context)
    {
        using var scope = NewDisposeScope();
        var mask = MaskLayout.Batch(Mask);
        var (height, width) = (mask.shape[1], mask.shape[2]);
        var across = Feather.Factors(width, Math.Min(Left, width), Math.Min(Right, width)).view(1, 1, -1);
        var down = Feather.Factors(height, Math.Min(Top, height), Math.Min(Bottom, height)).view(1, -1, 1);
        return NodeResult.Of((mask * across * down).DetachFromDisposeScope());
    }
}
