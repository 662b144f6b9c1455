using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling;

/// <summary>
/// <c>dpm_2</c> (η = 0) and <c>dpm_2_ancestral</c> (η = 1): the midpoint method in ln σ (DPM-Solver-2, Lu et al., arXiv:2206.00927,
/// algorithm 1), the ancestral form with the flow's renoising.
/// <code>
/// σ_d, scale, renoise = SamplerMath.FlowAncestralStep(σ, σ', η)
/// σ_m = √(σ·σ_d),  x₂ = x + (σ_m - σ)·d,  d₂ = (x₂ - D(x₂, σ_m))/σ_m
/// x ← scale·(x + (σ_d - σ)·d₂) + renoise·ε          (σ_d = 0: Euler)
/// </code>
/// </summary>
internal sealed class Dpm2(double eta, double noiseScale = 1.0) : ISampler
{
    public Tensor Sample(IDenoiser denoiser, Tensor x, IReadOnlyList<double> sigmas, SamplerContext context)
    {
        var loop = new SamplerLoop(denoiser, sigmas, context);
        return loop.Run(x, (x, i) =>
        {
            double sigma = sigmas[i], next = sigmas[i + 1];
            var slope = SamplerMath.Slope(x, loop.Predict(x, i), sigma);
            var (down, scale, renoise) = SamplerMath.FlowAncestralStep(sigma, next, eta);
            if (down == 0.0)
            {
                return x + (slope * (down - sigma));
            }
            // Rounded like the reference's: the network is asked at 1000·σ, where the last bit already turns its time embedding.
            float from = SamplerMath.LogTime(sigma), to = SamplerMath.LogTime(down);
            double middle = SamplerMath.SigmaOfLogTime(from + (0.5f * (to - from)));
            var halfway = x + (slope * (middle - sigma));
            var middleSlope = SamplerMath.Slope(halfway, loop.Denoise(halfway, middle), middle);
            x = x + (middleSlope * (down - sigma));
            return eta > 0 ? (x * scale) + (loop.Noise(sigma, next) * (noiseScale * renoise)) : x;
        });
    }
}
