using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling;

/// <summary>How DPM-Solver++(2M) SDE weighs the last change of the prediction.</summary>
public enum SdeSlopeWeight
{
    /// <summary>½·(1 - e^(-k)): the prediction half way through the step.</summary>
    Midpoint,

    /// <summary>1 - (1 - e^(-k))/k: the prediction's straight course, integrated.</summary>
    Heun,
}

/// <summary>
/// <c>dpmpp_2m_sde</c>, <c>dpmpp_2m_sde_heun</c> and <c>dpmpp_3m_sde</c>: SDE-DPM-Solver++ (Lu et al., arXiv:2211.01095, section 5.2) with
/// the predictions of the last two or three steps. λ = ln(α/σ), α = 1-σ, h = λ' - λ, k = (1+η)·h, φ₂ = 1 - (1 - e^(-k))/k, φ₃ = φ₂/k - ½:
/// <code>
/// x ← (σ'/σ)·e^(-ηh)·x + α'·(1 - e^(-k))·D + correction + σ'·√(1 - e^(-2ηh))·ε          (σ' = 0: x ← D)
/// second step, 2M:  α'·w·S,           S = (D - D₁)·h/h₁,  w = φ₂ or ½·(1 - e^(-k))
/// later steps, 3M:  α'·(φ₂·d₁ - φ₃·d₂),  S₁ = (D₁ - D₂)·h/h₂,  d₂ = (S - S₁)·h/(h₁+h₂),  d₁ = S + d₂·h₁/h
/// </code>
/// </summary>
internal sealed class DpmppMultistepSde(int order, SdeSlopeWeight weight, double eta = 1.0, double noiseScale = 1.0) : ISampler
{
    public Tensor Sample(IDenoiser denoiser, Tensor x, IReadOnlyList<double> sigmas, SamplerContext context)
    {
        var s = SamplerMath.WithFiniteFirstSnr(sigmas, context.ModelSampling);
        var loop = new SamplerLoop(denoiser, s, context);
        using var predictions = new TensorHistory(order);
        return loop.Run(x, (x, i) =>
        {
            double sigma = s[i], next = s[i + 1];
            var denoised = loop.Predict(x, i);
            predictions.Push(denoised);
            if (next == 0.0)
            {
                return denoised;
            }
            var (h, alpha) = (Width(s, i), 1.0 - next);
            var k = h * (eta + 1.0);
            x = SamplerMath.Combine(next / sigma * Math.Exp(-h * eta), x, -alpha * SamplerMath.Expm1(-k), denoised);
            if (predictions.Count > 1)
            {
                x = x + (Correction(predictions, s, i, k) * alpha);
            }
            return eta > 0.0 && noiseScale > 0.0
                ? x + (loop.Noise(sigma, next) * (next * Math.Sqrt(-SamplerMath.Expm1(-2.0 * h * eta)) * noiseScale))
                : x;
        });
    }

    private Tensor Correction(TensorHistory predictions, double[] s, int i, double k)
    {
        double h = Width(s, i), h1 = Width(s, i - 1);
        var slope = (predictions[0] - predictions[1]) * (h / h1);
        var phi2 = -SamplerMath.HPhi2(-k);
        if (predictions.Count == 2)
        {
            return slope * (weight == SdeSlopeWeight.Heun ? phi2 : -0.5 * SamplerMath.Expm1(-k));
        }
        var h2 = Width(s, i - 2);
        var before = (predictions[1] - predictions[2]) * (h / h2);
        var second = (slope - before) * (h / (h1 + h2));
        var first = slope + (second * (h1 / h));
        return SamplerMath.Combine(phi2, first, -((phi2 / k) - 0.5), second);
    }

    private static double Width(double[] s, int i) => ModelSamplingFlow.HalfLogSnr(s[i + 1]) - ModelSamplingFlow.HalfLogSnr(s[i]);
}
