using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling;

/// <summary>
/// <c>dpmpp_2s_ancestral_cfg_pp</c>: DPM-Solver++(2S) in t = -ln σ (Lu et al., arXiv:2211.01095, algorithm 1) with CFG++
/// (arXiv:2406.08070): x is shifted by guided minus unconditional prediction before each stage.
/// <code>
/// σ_d, σ_up = SamplerMath.AncestralStep(σ, σ', η),  σ_s = √(σ·σ_d)
/// x₂ = (σ_s/σ)·(x + D - U) + (1 - σ_s/σ)·D,  D₂, U₂ at (x₂, σ_s)
/// x ← (σ_d/σ)·(x + D - U₂) + (1 - σ_d/σ)·D₂ + σ_up·ε          (σ_d = 0: x ← D)
/// </code>
/// </summary>
internal sealed class Dpmpp2SAncestralCfgPlusPlus(double eta = 1.0, double noiseScale = 1.0) : ISampler
{
    public Tensor Sample(IDenoiser denoiser, Tensor x, IReadOnlyList<double> sigmas, SamplerContext context)
    {
        var loop = new SamplerLoop(denoiser, sigmas, context);
        return loop.Run(x, (x, i) =>
        {
            double sigma = sigmas[i], next = sigmas[i + 1];
            var (denoised, unconditional) = loop.PredictGuided(x, i);
            var (down, up) = SamplerMath.AncestralStep(sigma, next, eta);
            Tensor result;
            if (down == 0.0)
            {
                result = denoised;
            }
            else
            {
                float t = SamplerMath.LogTime(sigma), end = SamplerMath.LogTime(down), h = end - t, middle = t + (0.5f * h);
                var (state, image) = SamplerMath.LogStep(t, middle, 0.5f * h);
                var halfway = SamplerMath.Combine(state, x + (denoised - unconditional), image, denoised);
                var (middleDenoised, middleUnconditional) = loop.DenoiseGuided(halfway, SamplerMath.SigmaOfLogTime(middle));
                (state, image) = SamplerMath.LogStep(t, end, h);
                result = SamplerMath.Combine(state, x + (denoised - middleUnconditional), image, middleDenoised);
            }
            return next > 0.0 ? result + (loop.Noise(sigma, next) * (noiseScale * up)) : result;
        });
    }
}
