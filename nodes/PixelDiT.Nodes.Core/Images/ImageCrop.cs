using PixelDiT.Graph.Nodes;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Images;

/// <summary>A part of images.</summary>
[Node("ImageCrop", Title = "Crop Image (DEPRECATED)", Category = "image/transform", Schema = NodeSchema.V3, Module = "comfy_extras.nodes_images",
    Deprecated = true, EssentialsCategory = "Image Tools", Description = "Cuts a rectangle out of images.", SearchAliases = ["trim"])]
[Output("IMAGE")]
public sealed class ImageCrop : Node
{
    /// <summary>The images, [B, H, W, C].</summary>
    [Input("IMAGE")]
    public required Tensor Image { get; set; }

    /// <summary>Width in pixels; less where the image ends.</summary>
    [IntInput(Default = 512, Min = 1, Max = 16384, Step = 1)]
    public int Width { get; set; } = 512;

    /// <summary>Height in pixels; less where the image ends.</summary>
    [IntInput(Default = 512, Min = 1, Max = 16384, Step = 1)]
    public int Height { get; set; } = 512;

    /// <summary>Left edge in pixels; beyond the image stands for its last column.</summary>
    [IntInput(Default = 0, Min = 0, Max = 16384, Step = 1)]
    public int X { get; set; }

    /// <summary>Upper edge in pixels; beyond the image stands for its last row.</summary>
    [IntInput(Default = 0, Min = 0, Max = 16384, Step = 1)]
    public int Y { get; set; }

    /// <inheritdoc />
    public override NodeResult Run(NodeContext context)
    {
        using var scope = NewDisposeScope();
        var (x, y) = (Math.Min(X, Image.shape[2] - 1), Math.Min(Y, Image.shape[1] - 1));
        var part = Image.narrow(1, y, Math.Min(Height, Image.shape[1] - y)).narrow(2, x, Math.Min(Width, Image.shape[2] - x));
        return NodeResult.Of(part.contiguous().DetachFromDisposeScope());
    }
}
