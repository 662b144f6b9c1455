using PixelDiT.Graph.Nodes;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Images;

/// <summary>Images with stronger edges: x + 10 alpha · (x - blurred x), cut to [0, 1].</summary>
[Node("ImageSharpen", Title = "Sharpen Image", Category = "image/filters", Schema = NodeSchema.V3, Module = "comfy_extras.nodes_post_processing",
    Description = "Strengthens the edges of images.")]
[Output("IMAGE")]
public sealed class ImageSharpen : Node
{
    /// <summary>The images, [B, H, W, C], on each side larger than the radius.</summary>
    [Input("IMAGE")]
    public required Tensor Image { get; set; }

    /// <summary>How far the blur that is compared with reaches, in pixels.</summary>
    [IntInput(Default = 1, Min = 1, Max = 31, Step = 1, Advanced = true)]
    public int SharpenRadius { get; set; } = 1;

    /// <summary>Standard deviation of the blur, in radii.</summary>
    [FloatInput(Default = 1.0, Min = 0.1, Max = 10.0, Step = 0.01, Advanced = true)]
    public double Sigma { get; set; } = 1.0;

    /// <summary>Strength; 0 changes nothing.</summary>
    [FloatInput(Default = 1.0, Min = 0.0, Max = 5.0, Step = 0.01, Advanced = true)]
    public double Alpha { get; set; } = 1.0;

    /// <inheritdoc />
    /// <exception cref="PictureException">The images are not larger than the radius.</exception>
    public override NodeResult Run(NodeContext context)
    {
        using var scope = NewDisposeScope();
        var edges = Image - GaussianBlur.Apply(Image, SharpenRadius, Sigma);
        return NodeResult.Of((Image + (edges * (10 * Alpha))).clamp(0, 1).DetachFromDisposeScope());
    }
}
