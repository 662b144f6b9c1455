using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Images.Resampling;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Images;

/// <summary>Images put onto images, through a mask.</summary>
[Node("ImageCompositeMasked", Title = "Image Composite Masked", Category = "image/compositing", Schema = NodeSchema.V3, Module = "comfy_extras.nodes_mask",
    Description = "Puts images onto others, where a mask is white.", SearchAliases = ["overlay", "layer", "paste image", "images composition"])]
[Output("IMAGE")]
public sealed class ImageCompositeMasked : Node
{
    /// <summary>The images below, [B, H, W, C]; they decide size, channels and number.</summary>
    [Input("IMAGE")]
    public required Tensor Destination { get; set; }

    /// <summary>The images on top; fewer than those below are used again from the first.</summary>
    [Input("IMAGE")]
    public required Tensor Source { get; set; }

    /// <summary>Left edge of the source, in pixels.</summary>
    [IntInput(Default = 0, Min = 0, Max = 16384, Step = 1)]
    public int X { get; set; }

    /// <summary>Upper edge of the source, in pixels.</summary>
    [IntInput(Default = 0, Min = 0, Max = 16384, Step = 1)]
    public int Y { get; set; }

    /// <summary>Whether the source is first resized to the size of the destination.</summary>
    [BooleanInput(Default = false)]
    public bool ResizeSource { get; set; }

    /// <summary>How much of the source is seen, resized to it. Default: all of it.</summary>
    [Input("MASK", Optional = true)]
    public Tensor? Mask { get; set; }

    /// <inheritdoc />
    /// <exception cref="PictureException">A batch is empty.</exception>
    public override NodeResult Run(NodeContext context)
    {
        using var scope = NewDisposeScope();
        var destination = Destination.permute(0, 3, 1, 2); // [B, C, H, W]
        var source = AlphaChannel.Fit(Source, Destination.shape[3]).permute(0, 3, 1, 2);
        if (ResizeSource)
        {
            source = Resize.Planes(source, destination.shape[3], destination.shape[2], "bilinear");
        }
        return NodeResult.Of(Compositing.Paste(destination, source, X, Y, Mask).permute(0, 2, 3, 1).contiguous().DetachFromDisposeScope());
    }
}
