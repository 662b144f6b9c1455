using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Values;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Latents;

/// <summary>An empty canvas for a model that works on pixels: zeros [B, 3, H, W].</summary>
[Node("EmptyChromaRadianceLatentImage", Category = "model/latent/chroma radiance", Schema = NodeSchema.V3, Module = "comfy_extras.nodes_chroma_radiance",
    Description = "An empty pixel-space latent of the wanted size, to be filled by a sampler.")]
[Output("LATENT")]
public sealed class EmptyChromaRadianceLatentImage : Node
{
    /// <summary>Width in pixels.</summary>
    [IntInput(Default = 1024, Min = 16, Max = 16384, Step = 16)]
    public int Width { get; set; } = 1024;

    /// <summary>Height in pixels.</summary>
    [IntInput(Default = 1024, Min = 16, Max = 16384, Step = 16)]
    public int Height { get; set; } = 1024;

    /// <summary>How many pictures.</summary>
    [IntInput(Default = 1, Min = 1, Max = 4096)]
    public int BatchSize { get; set; } = 1;

    /// <inheritdoc />
    public override NodeResult Run(NodeContext context)
    {
        using var scope = NewDisposeScope();
        var samples = zeros([BatchSize, 3, Height, Width], dtype: ScalarType.Float32); // [B, 3, H, W]
        return NodeResult.Of(new Latent { Samples = samples.DetachFromDisposeScope() });
    }
}
