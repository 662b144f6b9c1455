using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling;

/// <summary>How the second stage of <see cref="Seeds2"/> weighs its two predictions.</summary>
public enum Seeds2Weights
{
    /// <summary>One φ₁ applied to the prediction interpolated to the step's middle.</summary>
    Phi1,

    /// <summary>φ₁ - φ₂/r and φ₂/r: exponential Heun when r = 1.</summary>
    Phi2,
}

/// <summary>
/// <c>seeds_2</c> (r = ½, φ₁), <c>exp_heun_2_x0</c> and <c>exp_heun_2_x0_sde</c> (r = 1, φ₂; the first with η = 0): SEEDS-2 in data
/// prediction (Gonzalez et al., arXiv:2305.14267, algorithm 2). λ = ln(α/σ), h = λ' - λ, k = (1+η)·h, α = 1-σ:
/// <code>
/// σ₁ at λ + r·h:  x₂ = (σ₁/σ)·e^(-rηh)·x + α₁·(1-e^(-rk))·D + σ₁·√(1-e^(-2rηh))·ε₁,   D₂ = D(x₂, σ₁)
/// x ← (σ'/σ)·e^(-ηh)·x + α'·(b₁·D + b₂·D₂) + σ'·(the noise of both parts)          (σ' = 0: x ← D)
/// </code>
/// The two parts' noises share one Brownian path: ε₁ decays by e^((r-1)ηh) and joins a fresh draw.
/// </summary>
internal sealed class Seeds2(double r, double eta, Seeds2Weights weights, double noiseScale = 1.0) : ISampler
{
    public Tensor Sample(IDenoiser denoiser, Tensor x, IReadOnlyList<double> sigmas, SamplerContext context)
    {
        var s = SamplerMath.WithFiniteFirstSnr(sigmas, context.ModelSampling);
        var loop = new SamplerLoop(denoiser, s, context);
        var noisy = eta > 0.0 && noiseScale > 0.0;
        return loop.Run(x, (x, i) =>
        {
            double sigma = s[i], next = s[i + 1];
            var denoised = loop.Predict(x, i);
            if (next == 0.0)
            {
                return denoised;
            }
            double lambda = ModelSamplingFlow.HalfLogSnr(sigma), h = ModelSamplingFlow.HalfLogSnr(next) - lambda;
            var k = h * (eta + 1.0);
            var middle = ModelSamplingFlow.SigmaOfHalfLogSnr(lambda + (r * h));

            var second = SamplerMath.Combine(
                middle / sigma * Math.Exp(-r * h * eta), x, -(1.0 - middle) * SamplerMath.Expm1(-r * k), denoised);
            Tensor? noise = null;
            if (noisy)
            {
                noise = loop.Noise(sigma, middle) * Math.Sqrt(-SamplerMath.Expm1(-2.0 * r * h * eta));
                second = second + (noise * (middle * noiseScale));
            }
            var secondDenoised = loop.Denoise(second, middle);

            var (b1, b2) = Weights(k);
            var result = (x * (next / sigma * Math.Exp(-h * eta)))
                + SamplerMath.Combine((1.0 - next) * b1, denoised, (1.0 - next) * b2, secondDenoised);
            if (noise is not null)
            {
                var segment = (r - 1.0) * h * eta;
                noise = SamplerMath.Combine(
                    Math.Exp(segment), noise, Math.Sqrt(Math.Max(-SamplerMath.Expm1(2.0 * segment), 0.0)), loop.Noise(middle, next));
                result = result + (noise * (next * noiseScale));
            }
            return result;
        });
    }

    private (double First, double Second) Weights(double k)
    {
        var total = -SamplerMath.Expm1(-k);
        if (weights == Seeds2Weights.Phi1)
        {
            var share = 1.0 / (2.0 * r);
            return (total * (1.0 - share), total * share);
        }
        var second = -SamplerMath.HPhi2(-k) / r;
        return (total - second, second);
    }
}
