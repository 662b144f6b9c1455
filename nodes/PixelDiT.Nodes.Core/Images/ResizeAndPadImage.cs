using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Images.Resampling;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Images;

/// <summary>Images fitted into a frame; what stays free has one colour.</summary>
[Node("ResizeAndPadImage", Title = "Resize And Pad Image", Category = "image/transform", Schema = NodeSchema.V3, Module = "comfy_extras.nodes_images",
    Description = "Images resized to fit into a frame without distortion, in its middle.", SearchAliases = ["fit to size", "letterbox"])]
[Output("IMAGE")]
public sealed class ResizeAndPadImage : Node
{
    /// <summary>The images, [B, H, W, C].</summary>
    [Input("IMAGE")]
    public required Tensor Image { get; set; }

    /// <summary>Width of the frame in pixels.</summary>
    [IntInput(Default = 512, Min = 1, Max = 16384, Step = 1)]
    public int TargetWidth { get; set; } = 512;

    /// <summary>Height of the frame in pixels.</summary>
    [IntInput(Default = 512, Min = 1, Max = 16384, Step = 1)]
    public int TargetHeight { get; set; } = 512;

    /// <summary>The colour of what stays free; in all channels, alpha among them, as in ComfyUI.</summary>
    [ComboInput("white", "black", Advanced = true)]
    public required string PaddingColor { get; set; }

    /// <summary>How values between pixels are found.</summary>
    [ComboInput("area", "bicubic", "nearest-exact", "bilinear", "lanczos", Advanced = true)]
    public required string Interpolation { get; set; }

    /// <inheritdoc />
    /// <exception cref="PictureException">Nothing would be left.</exception>
    public override NodeResult Run(NodeContext context)
    {
        using var scope = NewDisposeScope();
        var (oldWidth, oldHeight) = (Image.shape[2], Image.shape[1]);
        var factor = Math.Min((double)TargetWidth / oldWidth, (double)TargetHeight / oldHeight);
        var (width, height) = ((long)(oldWidth * factor), (long)(oldHeight * factor));
        var resized = Resize.Images(Image, width, height, Interpolation, cancellation: context.Cancellation);
        var frame = full([Image.shape[0], TargetHeight, TargetWidth, Image.shape[3]], PaddingColor == "black" ? 0 : 1, ScalarType.Float32);
        frame.narrow(1, (TargetHeight - height) / 2, height).narrow(2, (TargetWidth - width) / 2, width).copy_(resized);
        return NodeResult.Of(frame.DetachFromDisposeScope());
    }
}
