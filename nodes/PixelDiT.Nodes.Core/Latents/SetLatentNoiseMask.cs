using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Values;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Latents;

/// <summary>A latent of which samplers change only a part.</summary>
[Node("SetLatentNoiseMask", Title = "Set Latent Noise Mask", Category = "model/latent", Module = "nodes",
    Description = "Limits sampling to the white part of a mask; the black part of the latent stays as it is.", SearchAliases = ["inpaint", "mask latent"])]
[Output("LATENT")]
public sealed class SetLatentNoiseMask : Node
{
    /// <summary>The latent; it is not changed.</summary>
    [Input("LATENT")]
    public required Latent Samples { get; set; }

    /// <summary>The mask, [B', H, W] or [H, W]: 1 is sampled, 0 is kept. Its size may differ from the latent's.</summary>
    [Input("MASK")]
    public required Tensor Mask { get; set; }

    /// <inheritdoc />
    /// <exception cref="ArgumentException">The mask has no pixels, or a layout of its own.</exception>
    public override NodeResult Run(NodeContext context)
    {
        using var scope = NewDisposeScope();
        return NodeResult.Of(Samples with { NoiseMask = NoiseMasks.Layout(Mask).DetachFromDisposeScope() });
    }
}
