using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Values;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Latents;

/// <summary>Latent → image, in pieces where a VAE needs them. Pixel space has none: the result is that of <see cref="VAEDecode"/>, whatever the tiles.</summary>
[Node("VAEDecodeTiled", Title = "VAE Decode (Tiled)", Category = "model/latent", Module = "nodes",
    Description = "Turns a latent into images, as VAE Decode does; pixel-space models need no tiles.")]
[Output("IMAGE")]
public sealed class VAEDecodeTiled : Node
{
    /// <summary>The latent.</summary>
    [Input("LATENT")]
    public required Latent Samples { get; set; }

    /// <summary>How latents and images correspond.</summary>
    [Input("VAE")]
    public required PixelSpaceVae Vae { get; set; }

    /// <summary>Without effect in pixel space.</summary>
    [IntInput(Default = 512, Min = 64, Max = 4096, Step = 32, Advanced = true)]
    public int TileSize { get; set; } = 512;

    /// <summary>Without effect in pixel space.</summary>
    [IntInput(Default = 64, Min = 0, Max = 4096, Step = 32, Advanced = true)]
    public int Overlap { get; set; } = 64;

    /// <summary>Without effect: for videos.</summary>
    [IntInput(Default = 64, Min = 8, Max = 4096, Step = 4, Advanced = true, Tooltip = "For videos only.")]
    public int TemporalSize { get; set; } = 64;

    /// <summary>Without effect: for videos.</summary>
    [IntInput(Default = 8, Min = 4, Max = 4096, Step = 4, Advanced = true, Tooltip = "For videos only.")]
    public int TemporalOverlap { get; set; } = 8;

    /// <inheritdoc />
    public override NodeResult Run(NodeContext context)
    {
        using var scope = NewDisposeScope();
        return NodeResult.Of(Vae.Decode(Samples.Samples).DetachFromDisposeScope());
    }
}
