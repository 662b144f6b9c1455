using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling;

/// <summary>
/// <c>seeds_3</c>: SEEDS-3 in data prediction (Gonzalez et al., arXiv:2305.14267, algorithm 3) with r₁ = 1/3, r₂ = 2/3.
/// λ = ln(α/σ), h = λ' - λ, k = (1+η)·h, α = 1-σ, ψ₁(z) = e^z - 1, ψ₂(z) = (e^z - 1 - z)/z:
/// <code>
/// x₂ at λ + r₁h:  (σ₁/σ)e^(-r₁ηh)·x - α₁·ψ₁(-r₁k)·D
/// x₃ at λ + r₂h:  (σ₂/σ)e^(-r₂ηh)·x - α₂·((ψ₁(-r₂k) - c)·D + c·D₂),   c = (r₂/r₁)·ψ₂(-r₂k)
/// x ←             (σ'/σ)e^(-ηh)·x  - α'·((ψ₁(-k) - b)·D + b·D₃),       b = ψ₂(-k)/r₂
/// </code>
/// each with its part of one noise path: what came before decays by e^((r_j - r_{j+1})ηh) and joins a fresh draw. σ' = 0: x ← D.
/// </summary>
internal sealed class Seeds3(double eta = 1.0, double noiseScale = 1.0) : ISampler
{
    private const double R1 = 1.0 / 3.0;
    private const double R2 = 2.0 / 3.0;

    public Tensor Sample(IDenoiser denoiser, Tensor x, IReadOnlyList<double> sigmas, SamplerContext context)
    {
        var s = SamplerMath.WithFiniteFirstSnr(sigmas, context.ModelSampling);
        var loop = new SamplerLoop(denoiser, s, context);
        return loop.Run(x, (x, i) =>
        {
            var denoised = loop.Predict(x, i);
            return s[i + 1] == 0.0 ? denoised : Step(loop, x, denoised, s[i], s[i + 1]);
        });
    }

    private Tensor Step(SamplerLoop loop, Tensor x, Tensor denoised, double sigma, double next)
    {
        double lambda = ModelSamplingFlow.HalfLogSnr(sigma), h = ModelSamplingFlow.HalfLogSnr(next) - lambda;
        var k = h * (eta + 1.0);
        var sigma1 = ModelSamplingFlow.SigmaOfHalfLogSnr(lambda + (R1 * h));
        var sigma2 = ModelSamplingFlow.SigmaOfHalfLogSnr(lambda + (R2 * h));
        Tensor? noise = null;

        var x2 = SamplerMath.Combine(Decay(sigma1, R1), x, -(1.0 - sigma1) * SamplerMath.Expm1(-R1 * k), denoised);
        var denoised2 = loop.Denoise(AddNoise(x2, 0.0, R1, sigma, sigma1), sigma1);

        var c = R2 / R1 * SamplerMath.HPhi2(-R2 * k);
        var x3 = (x * Decay(sigma2, R2))
            - (SamplerMath.Combine(SamplerMath.Expm1(-R2 * k) - c, denoised, c, denoised2) * (1.0 - sigma2));
        var denoised3 = loop.Denoise(AddNoise(x3, R1, R2, sigma1, sigma2), sigma2);

        var b = SamplerMath.HPhi2(-k) / R2;
        var result = (x * Decay(next, 1.0))
            - (SamplerMath.Combine(SamplerMath.Expm1(-k) - b, denoised, b, denoised3) * (1.0 - next));
        return AddNoise(result, R2, 1.0, sigma2, next);

        double Decay(double to, double r) => to / sigma * Math.Exp(-r * h * eta);

        Tensor AddNoise(Tensor state, double from, double to, double sigmaFrom, double sigmaTo)
        {
            if (eta <= 0.0 || noiseScale <= 0.0)
            {
                return state;
            }
            var segment = (from - to) * h * eta;
            var fresh = loop.Noise(sigmaFrom, sigmaTo) * Math.Sqrt(-SamplerMath.Expm1(2.0 * segment));
            noise = noise is null ? fresh : (noise * Math.Exp(segment)) + fresh;
            return state + (noise * (sigmaTo * noiseScale));
        }
    }
}
