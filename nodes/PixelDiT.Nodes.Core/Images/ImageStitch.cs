using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Images.Resampling;
using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Images;

/// <summary>Images side by side.</summary>
[Node("ImageStitch", Title = "Stitch Images", Category = "image/transform", Schema = NodeSchema.V3, Module = "comfy_extras.nodes_images",
    Description = "Puts a second batch of images beside a first, with some space between them. Without a second one the first is passed on.",
    SearchAliases = ["combine images", "join images", "concatenate images", "side by side"])]
[Output("IMAGE")]
public sealed class ImageStitch : Node
{
    /// <summary>The images that stay where they are, [B, H, W, 3 or 4].</summary>
    [Input("IMAGE")]
    public required Tensor Image1 { get; set; }

    /// <summary>On which side of the first images the second are.</summary>
    [ComboInput("right", "down", "left", "up", Default = "right")]
    public string Direction { get; set; } = "right";

    /// <summary>Whether the second images are resized to the height of the first, or to their width; else the smaller ones get borders.</summary>
    [BooleanInput(Default = true)]
    public bool MatchImageSize { get; set; } = true;

    /// <summary>Space between them in pixels; an odd number counts as the next even one.</summary>
    [IntInput(Default = 0, Min = 0, Max = 1024, Step = 2, Advanced = true)]
    public int SpacingWidth { get; set; }

    /// <summary>Colour of the space. Borders are white when it is white, else black, as in ComfyUI.</summary>
    [ComboInput("white", "black", "red", "green", "blue", Default = "white", Advanced = true)]
    public string SpacingColor { get; set; } = "white";

    /// <summary>The images beside them; the shorter batch goes on with its last image. Default: none.</summary>
    [Input("IMAGE", Optional = true)]
    public Tensor? Image2 { get; set; }

    // The dimension along which the images stand, and the one that must be equal.
    private int Along => Direction is "left" or "right" ? 2 : 1;

    private int Across => 3 - Along;

    /// <inheritdoc />
    /// <exception cref="PictureException">A batch is empty, or nothing would be left of the second images.</exception>
    public override NodeResult Run(NodeContext context)
    {
        if (Image2 is null)
        {
            return NodeResult.Of(Image1);
        }
        using var scope = NewDisposeScope();
        var batch = Math.Max(Image1.shape[0], Image2.shape[0]);
        var (first, second) = (Extend(Image1, batch), Extend(Image2, batch));
        if (MatchImageSize)
        {
            second = Match(second, first, context.Cancellation);
        }
        else
        {
            var size = Math.Max(first.shape[Across], second.shape[Across]);
            (first, second) = (Centre(first, size), Centre(second, size));
        }
        var channels = Math.Max(first.shape[3], second.shape[3]);
        (first, second) = (AlphaChannel.Fit(first, channels), AlphaChannel.Fit(second, channels));
        List<Tensor> row = Direction is "left" or "up" ? [second, first] : [first, second];
        if (SpacingWidth > 0)
        {
            row.Insert(1, Space(first));
        }
        return NodeResult.Of(cat(row, Along).DetachFromDisposeScope());
    }

    private static Tensor Extend(Tensor images, long batch)
    {
        var (own, rest) = (images.shape[0], images.shape[1..]);
        return own == 0 ? throw new PictureException("The batch is empty; there is nothing to put beside other images.")
            : own == batch ? images
            : cat([images, images.narrow(0, own - 1, 1).expand([batch - own, .. rest])]);
    }

    private Tensor Match(Tensor images, Tensor first, CancellationToken cancellation)
    {
        var aspect = (double)images.shape[2] / images.shape[1];
        var (width, height) = Along == 2 ? ((long)(first.shape[1] * aspect), first.shape[1]) : (first.shape[2], (long)(first.shape[2] / aspect));
        return Resize.Images(images, width, height, "lanczos", cancellation: cancellation);
    }

    private Tensor Centre(Tensor images, long size)
    {
        var missing = size - images.shape[Across];
        var (before, after) = (missing / 2, missing - (missing / 2));
        var padding = Across == 1 ? new long[] { 0, 0, 0, 0, before, after } : [0, 0, before, after];
        return nn.functional.pad(images, padding, value: SpacingColor == "white" ? 1 : 0);
    }

    private Tensor Space(Tensor beside)
    {
        var shape = beside.shape;
        shape[Along] = SpacingWidth + (SpacingWidth % 2);
        float[] colour = SpacingColor switch
        {
            "white" => [1, 1, 1],
            "red" => [1, 0, 0],
            "green" => [0, 1, 0],
            "blue" => [0, 0, 1],
            _ => [0, 0, 0],
        };
        return AlphaChannel.Fit(tensor(colour).expand([.. shape[..3], 3]), shape[3]);
    }
}
