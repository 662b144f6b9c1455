using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling;

/// <summary>
/// <c>dpmpp_2s_ancestral</c>: DPM-Solver++(2S) (Lu et al., arXiv:2211.01095, algorithm 1) with r = 1/2 to the lower noise level of a
/// flow's ancestral step, then renoising.
/// <code>
/// σ_d, scale, renoise = SamplerMath.FlowAncestralStep(σ, σ', η)
/// σ_s: half way from λ(σ) to λ(σ_d)          (σ = 1, where λ is -∞: 0.9999)
/// u = (σ_s/σ)·x + (1 - σ_s/σ)·D(x, σ)
/// x ← scale·((σ_d/σ)·x + (1 - σ_d/σ)·D(u, σ_s)) + renoise·ε          (σ' = 0: Euler)
/// </code>
/// </summary>
internal sealed class Dpmpp2SAncestral(double eta = 1.0, double noiseScale = 1.0) : ISampler
{
    public Tensor Sample(IDenoiser denoiser, Tensor x, IReadOnlyList<double> sigmas, SamplerContext context)
    {
        var loop = new SamplerLoop(denoiser, sigmas, context);
        return loop.Run(x, (x, i) =>
        {
            double sigma = sigmas[i], next = sigmas[i + 1];
            var denoised = loop.Predict(x, i);
            if (next == 0.0)
            {
                return x + (SamplerMath.Slope(x, denoised, sigma) * -sigma);
            }
            var (down, scale, renoise) = SamplerMath.FlowAncestralStep(sigma, next, eta);
            var middle = sigma >= 1.0 ? 0.9999f : Middle((float)sigma, (float)down);
            var halfway = SamplerMath.Combine(middle / sigma, x, 1.0 - (middle / sigma), denoised);
            var middleDenoised = loop.Denoise(halfway, middle);
            x = SamplerMath.Combine(down / sigma, x, 1.0 - (down / sigma), middleDenoised);
            return eta > 0 ? (x * scale) + (loop.Noise(sigma, next) * (noiseScale * renoise)) : x;
        });
    }

    /// <summary>
    /// σ half way between two levels in λ, rounded at each stage like the reference's float32: the network is asked at 1000·σ, where the
    /// last bit already turns its time embedding.
    /// </summary>
    private static float Middle(float sigma, float down)
    {
        float from = MathF.Log((1f - sigma) / sigma), to = MathF.Log((1f - down) / down);
        return 1f / (MathF.Exp(from + (0.5f * (to - from))) + 1f);
    }
}
