using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Values;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Latents;

/// <summary>Image → latent whose masked part is grey and will be sampled anew.</summary>
[Node("VAEEncodeForInpaint", Title = "VAE Encode (for Inpainting)", Category = "model/latent", Module = "nodes",
    Description = "Turns images into a latent, makes the white part of a mask grey and limits sampling to it, grown by some pixels. Sample it with denoise 1.")]
[Output("LATENT")]
public sealed class VAEEncodeForInpaint : Node
{
    /// <summary>The images, [B, H, W, 3 or 4] in [0, 1]; alpha is left out.</summary>
    [Input("IMAGE")]
    public required Tensor Pixels { get; set; }

    /// <summary>How latents and images correspond.</summary>
    [Input("VAE")]
    public required PixelSpaceVae Vae { get; set; }

    /// <summary>The mask, [B', H', W'] or [H', W']; it is scaled to the images, and what is above one half counts as white.</summary>
    [Input("MASK")]
    public required Tensor Mask { get; set; }

    /// <summary>Side of the square by which the sampled part is larger than the white part; 0 and 1 leave it as it is.</summary>
    [IntInput(Default = 6, Min = 0, Max = 64, Step = 1)]
    public int GrowMaskBy { get; set; } = 6;

    /// <inheritdoc />
    /// <exception cref="ArgumentException">The mask or the image has another layout.</exception>
    public override NodeResult Run(NodeContext context)
    {
        using var scope = NewDisposeScope();
        var latent = Vae.Encode(Pixels);                                                                            // [B, 3, H, W]
        var mask = NoiseMasks.Scale(Mask, latent.shape).round();                                                    // [B or 1, 1, H, W]
        // Grey is 0.5 in an image and 0 in a latent.
        var cleared = latent * (1 - mask);                                                                          // [B, 3, H, W]
        return NodeResult.Of(new Latent
        {
            Samples = cleared.DetachFromDisposeScope(),
            NoiseMask = Grow(mask).DetachFromDisposeScope(),
        });
    }

    private Tensor Grow(Tensor mask)
    {
        if (GrowMaskBy < 2)
        {
            return mask;
        }
        // A square of even side has no middle: the pixel more lies to the right and below, and what goes beyond the edge is cut off.
        var grown = nn.functional.max_pool2d(mask, [GrowMaskBy, GrowMaskBy], strides: [1, 1], padding: [GrowMaskBy / 2, GrowMaskBy / 2]);
        return grown.narrow(2, 0, mask.shape[2]).narrow(3, 0, mask.shape[3]).contiguous();
    }
}
