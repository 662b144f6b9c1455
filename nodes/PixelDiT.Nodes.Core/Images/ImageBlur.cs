using PixelDiT.Graph.Nodes;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Images;

/// <summary>Images out of focus.</summary>
[Node("ImageBlur", Title = "Blur Image", Category = "image/filters", Schema = NodeSchema.V3, Module = "comfy_extras.nodes_post_processing",
    Description = "Blurs images with a Gaussian.")]
[Output("IMAGE")]
public sealed class ImageBlur : Node
{
    /// <summary>The images, [B, H, W, C], on each side larger than the radius.</summary>
    [Input("IMAGE")]
    public required Tensor Image { get; set; }

    /// <summary>How far the blur reaches, in pixels.</summary>
    [IntInput(Default = 1, Min = 1, Max = 31, Step = 1)]
    public int BlurRadius { get; set; } = 1;

    /// <summary>Standard deviation of the Gaussian, in radii.</summary>
    [FloatInput(Default = 1.0, Min = 0.1, Max = 10.0, Step = 0.1)]
    public double Sigma { get; set; } = 1.0;

    /// <inheritdoc />
    /// <exception cref="PictureException">The images are not larger than the radius.</exception>
    public override NodeResult Run(NodeContext context)
    {
        using var scope = NewDisposeScope();
        return NodeResult.Of(GaussianBlur.Apply(Image, BlurRadius, Sigma).DetachFromDisposeScope());
    }
}
