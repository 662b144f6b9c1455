using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Values;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Latents;

/// <summary>An empty canvas in the layout that most latent models share: zeros [B, 4, H/8, W/8]. A sampler gives it the layout of its own model.</summary>
[Node("EmptyLatentImage", Title = "Empty Latent Image", Category = "model/latent", Module = "nodes",
    Description = "An empty latent of the wanted size, to be filled by a sampler.", SearchAliases = ["empty", "new latent", "canvas", "blank"])]
[Output("LATENT", Tooltip = "The empty latent.")]
public sealed class EmptyLatentImage : Node
{
    private const int Downscale = 8;

    /// <summary>Width of the picture in pixels.</summary>
    [IntInput(Default = 512, Min = 16, Max = 16384, Step = 8, Tooltip = "Width of the picture in pixels.")]
    public int Width { get; set; } = 512;

    /// <summary>Height of the picture in pixels.</summary>
    [IntInput(Default = 512, Min = 16, Max = 16384, Step = 8, Tooltip = "Height of the picture in pixels.")]
    public int Height { get; set; } = 512;

    /// <summary>How many pictures.</summary>
    [IntInput(Default = 1, Min = 1, Max = 4096, Tooltip = "How many pictures.")]
    public int BatchSize { get; set; } = 1;

    /// <inheritdoc />
    public override NodeResult Run(NodeContext context)
    {
        using var scope = NewDisposeScope();
        var samples = zeros([BatchSize, 4, Height / Downscale, Width / Downscale], dtype: ScalarType.Float32); // [B, 4, H/8, W/8]
        return NodeResult.Of(new Latent { Samples = samples.DetachFromDisposeScope(), SpatialDownscale = Downscale });
    }
}
