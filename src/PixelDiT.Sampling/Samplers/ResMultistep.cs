using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling;

/// <summary>
/// <c>res_multistep</c> and its <c>_ancestral</c> and <c>_cfg_pp</c> forms: the second-order multistep exponential integrator of
/// Zhang et al., Improved Order Analysis and Design of Exponential Integrator for Diffusion Models (arXiv:2308.02157), in t = -ln σ.
/// <code>
/// σ_d, σ_up = SamplerMath.AncestralStep(σ, σ', η)
/// h = ln(σ/σ_d),  c₂ = (t_{i-1} - t_old)/h,  φ₁(z) = (e^z - 1)/z,  φ₂(z) = (φ₁(z) - 1)/z
/// x ← e^(-h)·x + h·(b₁·D + b₂·D_old),  b₂ = φ₂(-h)/c₂,  b₁ = φ₁(-h) - b₂      (first step, σ_d = 0: Euler)
/// x ← x + σ_up·ε
/// </code>
/// CFG++ (Chung et al., arXiv:2406.08070) moves with the unconditional prediction U in place of D after shifting x by D - U.
/// </summary>
internal sealed class ResMultistep(double eta, bool cfgPlusPlus, double noiseScale = 1.0) : ISampler
{
    public Tensor Sample(IDenoiser denoiser, Tensor x, IReadOnlyList<double> sigmas, SamplerContext context)
    {
        var loop = new SamplerLoop(denoiser, sigmas, context);
        using var old = new TensorHistory(1);
        var oldDown = 0.0;
        return loop.Run(x, (x, i) =>
        {
            double sigma = sigmas[i], next = sigmas[i + 1];
            Tensor denoised, direction;
            if (cfgPlusPlus)
            {
                (denoised, direction) = loop.PredictGuided(x, i);
            }
            else
            {
                denoised = direction = loop.Predict(x, i);
            }
            var (down, up) = SamplerMath.AncestralStep(sigma, next, eta);
            if (down == 0.0 || old.Count == 0)
            {
                var slope = SamplerMath.Slope(x, direction, sigma);
                x = cfgPlusPlus ? denoised + (slope * down) : x + (slope * (down - sigma));
            }
            else
            {
                float t = SamplerMath.LogTime(sigma), h = SamplerMath.LogTime(down) - t;
                var c2 = (SamplerMath.LogTime(sigmas[i - 1]) - SamplerMath.LogTime(oldDown)) / h;
                var phi1 = (float)SamplerMath.Expm1(-h) / -h;
                var phi2 = (phi1 - 1f) / -h;
                var b1 = NanToZero(phi1 - (phi2 / c2));
                var b2 = NanToZero(phi2 / c2);
                if (cfgPlusPlus)
                {
                    x = x + (denoised - direction);
                }
                x = (x * SamplerMath.SigmaOfLogTime(h)) + (SamplerMath.Combine(b1, direction, b2, old[0]) * h);
            }
            if (up > 0.0)
            {
                x = x + (loop.Noise(sigma, next) * (noiseScale * up));
            }
            old.Push(direction);
            oldDown = down;
            return x;
        });
    }

    private static float NanToZero(float value) => float.IsNaN(value) ? 0f : value;
}
