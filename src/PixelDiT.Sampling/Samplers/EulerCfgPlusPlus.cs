using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling;

/// <summary>
/// <c>euler_cfg_pp</c> (η = 0) and <c>euler_ancestral_cfg_pp</c> (η = 1): CFG++ (Chung et al., arXiv:2406.08070, algorithm 2): the image
/// part of a step is guided, the noise direction is the unconditional one. With α = 1-σ and U the unconditional prediction:
/// <code>
/// n = (x - α·U)/σ
/// s_d, s_up = SamplerMath.AncestralStep(σ/α, σ'/α', η)
/// x ← α'·D + α'·s_d·n + α'·s_up·ε          (σ' = 0: x ← D)
/// </code>
/// </summary>
internal sealed class EulerCfgPlusPlus(double eta, double noiseScale) : ISampler
{
    public Tensor Sample(IDenoiser denoiser, Tensor x, IReadOnlyList<double> sigmas, SamplerContext context)
    {
        var loop = new SamplerLoop(denoiser, sigmas, context);
        return loop.Run(x, (x, i) =>
        {
            double sigma = sigmas[i], next = sigmas[i + 1];
            var (denoised, unconditional) = loop.PredictGuided(x, i);
            if (next == 0.0)
            {
                return denoised;
            }
            double alpha = Math.Max(1.0 - sigma, 0.0), alphaNext = 1.0 - next;
            var noise = SamplerMath.Slope(x, unconditional * alpha, sigma);
            var (down, up) = SamplerMath.AncestralStep(sigma / alpha, next / alphaNext, eta);
            var result = SamplerMath.Combine(alphaNext, denoised, alphaNext * down, noise);
            return eta > 0 && noiseScale > 0 ? result + (loop.Noise(sigma, next) * (alphaNext * noiseScale * up)) : result;
        });
    }
}
