using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling;

/// <summary>Predicts the image behind a noisy latent: what samplers call. Guidance lives behind it.</summary>
public interface IDenoiser
{
    /// <summary>Where latents live.</summary>
    Device Device { get; }

    /// <summary>Predicted image x₀ at one noise level.</summary>
    /// <param name="x">Latent [B, 3, H, W], float32, on <see cref="Device"/>.</param>
    /// <param name="sigma">Noise level of every row, above 0, a float32 value.</param>
    /// <returns>[B, 3, H, W], float32, a new tensor in the caller's dispose scope.</returns>
    Tensor Denoise(Tensor x, double sigma);

    /// <summary>The same together with the unconditional prediction, evaluated even where guidance alone would not need it.</summary>
    /// <param name="x">Latent [B, 3, H, W], float32, on <see cref="Device"/>.</param>
    /// <param name="sigma">Noise level of every row, above 0, a float32 value.</param>
    GuidedPrediction DenoiseGuided(Tensor x, double sigma);
}

/// <summary>A guided prediction and its unconditional part, both [B, 3, H, W], float32.</summary>
/// <param name="Denoised">Predicted image after guidance.</param>
/// <param name="Unconditional">Predicted image of the negative conditioning alone.</param>
public readonly record struct GuidedPrediction(Tensor Denoised, Tensor Unconditional);
