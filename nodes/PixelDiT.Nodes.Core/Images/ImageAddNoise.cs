using PixelDiT.Graph.Nodes;
using PixelDiT.Sampling;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Images;

/// <summary>Images with grain: x + strength · normal noise, cut to [0, 1].</summary>
[Node("ImageAddNoise", Title = "Add Noise to Image", Category = "image/filters", Schema = NodeSchema.V3, Module = "comfy_extras.nodes_images",
    Description = "Adds normal noise to images.", SearchAliases = ["film grain"])]
[Output("IMAGE")]
public sealed class ImageAddNoise : Node
{
    /// <summary>The images, [B, H, W, C].</summary>
    [Input("IMAGE")]
    public required Tensor Image { get; set; }

    /// <summary>Seed of the noise, drawn for all images at once from the CPU generator, as in ComfyUI: the same number gives the same grain.</summary>
    [IntInput(Default = 0, Min = 0, Max = ulong.MaxValue, ControlAfterGenerate = true, Tooltip = "Seed of the noise.")]
    public ulong Seed { get; set; }

    /// <summary>Standard deviation of the noise.</summary>
    [FloatInput(Default = 0.5, Min = 0.0, Max = 1.0, Step = 0.01)]
    public double Strength { get; set; } = 0.5;

    /// <inheritdoc />
    public override NodeResult Run(NodeContext context)
    {
        using var scope = NewDisposeScope();
        var noise = InitialNoise.Draw(Image.shape, Seed); // [B, H, W, C]
        return NodeResult.Of((Image + (noise * Strength)).clamp(0, 1).DetachFromDisposeScope());
    }
}
