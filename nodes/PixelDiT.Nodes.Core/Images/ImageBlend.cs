using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Images.Resampling;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Images;

/// <summary>Images mixed with others: image1 · (1 - f) + mode(image1, image2) · f, cut to [0, 1].</summary>
/// <remarks><c>difference</c> is image1 - image2 without the sign taken off, as in ComfyUI.</remarks>
[Node("ImageBlend", Title = "Blend Images", Category = "image/filters", Schema = NodeSchema.V3, Module = "comfy_extras.nodes_post_processing",
    EssentialsCategory = "Image Tools", Description = "Mixes two batches of images in one of several ways.", SearchAliases = ["mix images"])]
[Output("IMAGE")]
public sealed class ImageBlend : Node
{
    /// <summary>The images below, [B, H, W, C]; they decide size and channels.</summary>
    [Input("IMAGE")]
    public required Tensor Image1 { get; set; }

    /// <summary>The images above, as many, or one of either.</summary>
    [Input("IMAGE")]
    public required Tensor Image2 { get; set; }

    /// <summary>Share of the mixture.</summary>
    [FloatInput(Default = 0.5, Min = 0.0, Max = 1.0, Step = 0.01)]
    public double BlendFactor { get; set; } = 0.5;

    /// <summary>How the images are mixed.</summary>
    [ComboInput("normal", "multiply", "screen", "overlay", "soft_light", "difference")]
    public required string BlendMode { get; set; }

    /// <inheritdoc />
    /// <exception cref="PictureException">The batches have different lengths, and neither is one.</exception>
    public override NodeResult Run(NodeContext context)
    {
        Batch.RequireEqualOrOne(Image1, Image2);
        using var scope = NewDisposeScope();
        var above = AlphaChannel.Fit(Image2, Image1.shape[3]);
        if ((Image1.shape[1], Image1.shape[2]) != (above.shape[1], above.shape[2]))
        {
            above = Resize.Images(above, Image1.shape[2], Image1.shape[1], "bicubic", "center");
        }
        var mixed = (Image1 * (1 - BlendFactor)) + (Mix(Image1, above) * BlendFactor);
        return NodeResult.Of(mixed.clamp(0, 1).DetachFromDisposeScope());
    }

    private Tensor Mix(Tensor a, Tensor b) => BlendMode switch
    {
        "multiply" => a * b,
        "screen" => 1 - ((1 - a) * (1 - b)),
        "overlay" => where(a.le(0.5), 2 * a * b, 1 - (2 * (1 - a) * (1 - b))),
        "soft_light" => where(b.le(0.5), a - ((1 - (2 * b)) * a * (1 - a)), a + (((2 * b) - 1) * (Lightened(a) - a))),
        "difference" => a - b,
        _ => b,
    };

    private static Tensor Lightened(Tensor x) => where(x.le(0.25), ((((16 * x) - 12) * x) + 4) * x, x.sqrt());
}
