using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Images;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Masks;

/// <summary>A part of a mask.</summary>
[Node("CropMask", Title = "Crop Mask", Category = "image/mask", Schema = NodeSchema.V3, Module = "comfy_extras.nodes_mask",
    Description = "Cuts a rectangle out of a mask.", SearchAliases = ["cut mask", "extract mask region", "mask slice"])]
[Output("MASK")]
public sealed class CropMask : Node
{
    /// <summary>The mask.</summary>
    [Input("MASK")]
    public required Tensor Mask { get; set; }

    /// <summary>Left edge in pixels.</summary>
    [IntInput(Default = 0, Min = 0, Max = 16384, Step = 1)]
    public int X { get; set; }

    /// <summary>Upper edge in pixels.</summary>
    [IntInput(Default = 0, Min = 0, Max = 16384, Step = 1)]
    public int Y { get; set; }

    /// <summary>Width in pixels; less where the mask ends.</summary>
    [IntInput(Default = 512, Min = 1, Max = 16384, Step = 1)]
    public int Width { get; set; } = 512;

    /// <summary>Height in pixels; less where the mask ends.</summary>
    [IntInput(Default = 512, Min = 1, Max = 16384, Step = 1)]
    public int Height { get; set; } = 512;

    /// <inheritdoc />
    /// <exception cref="PictureException">The rectangle lies outside the mask. ComfyUI gives a mask without pixels, which fails later.</exception>
    public override NodeResult Run(NodeContext context)
    {
        using var scope = NewDisposeScope();
        var mask = MaskLayout.Batch(Mask);
        var (width, height) = (Compositing.Visible(Width, X, mask.shape[2]), Compositing.Visible(Height, Y, mask.shape[1]));
        if (width < 1 || height < 1)
        {
            throw new PictureException($"Nothing is left: the rectangle begins at ({X}, {Y}), the mask has {mask.shape[2]}x{mask.shape[1]} pixels.");
        }
        return NodeResult.Of(mask.narrow(1, Y, height).narrow(2, X, width).contiguous().DetachFromDisposeScope());
    }
}
