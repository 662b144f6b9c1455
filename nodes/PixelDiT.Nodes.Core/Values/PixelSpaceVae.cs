using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Values;

/// <summary>
/// A value of type <c>VAE</c> for models without one: latent and picture are the same numbers in two ranges and layouts.
/// Latent [B, 3, H, W] in [-1, 1] ↔ image [B, H, W, 3] in [0, 1].
/// </summary>
[SuppressMessage("Performance", "CA1822", Justification = "Nodes call the VAE that they were given.")]
public sealed class PixelSpaceVae
{
    private const float RoundTrip = 1f / (1 << 25);

    private PixelSpaceVae()
    {
    }

    /// <summary>The one there is; it has no weights.</summary>
    public static PixelSpaceVae Instance { get; } = new();

    /// <summary>Latent → image: (x + 1) / 2, cut to [0, 1]. What was k/255 before <see cref="Encode"/>, a value of an 8-bit image, is k/255 again.</summary>
    /// <param name="latent">float32 [B, 3, H, W]; values outside [-1, 1] are cut, NaN stays NaN.</param>
    /// <returns>A new contiguous tensor [B, H, W, 3] in the CPU's memory; the caller owns it.</returns>
    /// <exception cref="ArgumentException">The latent has another rank or number of channels.</exception>
    public Tensor Decode(Tensor latent)
    {
        RequireShape(latent, latent.shape is [_, 3, _, _], "a latent [B, 3, H, W]");
        using var scope = NewDisposeScope();
        // A fresh tensor even when nothing would change: the latent keeps its own owner.
        using var image = latent.to(ScalarType.Float32).add(1).div(2).clamp(0, 1); // [B, 3, H, W]
        // On its way through [-1, 1] a value is off by at most 2^-26. Saving drops fractions of 255·x: k/255 would come out as k - 1.
        using var eightBit = image.mul(255).round().div(255);
        using var exact = eightBit.where(image.sub(eightBit).abs().le(RoundTrip), image); // NaN stays
        return exact.permute(0, 2, 3, 1).contiguous().cpu().MoveToOuterDisposeScope(); // [B, H, W, 3]
    }

    /// <summary>Image → latent: 2x - 1. An alpha channel is left out.</summary>
    /// <param name="image">float32 [B, H, W, 3 or 4], values in [0, 1].</param>
    /// <returns>A new contiguous tensor [B, 3, H, W]; the caller owns it.</returns>
    /// <exception cref="ArgumentException">The image has another rank or number of channels.</exception>
    public Tensor Encode(Tensor image)
    {
        RequireShape(image, image.shape is [_, _, _, 3 or 4], "an image [B, H, W, 3] or [B, H, W, 4]");
        using var scope = NewDisposeScope();
        var rgb = image.narrow(3, 0, 3).permute(0, 3, 1, 2); // [B, 3, H, W]
        return rgb.to(ScalarType.Float32).mul(2).sub(1).contiguous().MoveToOuterDisposeScope();
    }

    private static void RequireShape(Tensor tensor, bool good, string wanted, [CallerArgumentExpression(nameof(tensor))] string name = "")
    {
        if (!good)
        {
            throw new ArgumentException($"pixel_space takes {wanted}, but got [{string.Join(", ", tensor.shape)}].", name);
        }
    }
}
