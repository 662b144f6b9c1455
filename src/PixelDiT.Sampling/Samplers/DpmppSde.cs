using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling;

/// <summary>
/// <c>dpmpp_sde</c>: DPM-Solver++(2S) (Lu et al., arXiv:2211.01095, algorithm 1) with ancestral noise at both of its stages. With
/// λ = ln(α/σ), α = 1-σ, h = λ' - λ, s the level at λ + r·h, and step(t) the exponential step from λ to the lower level λ_d that leaves
/// room for the noise, (e^(-λ_d), u) = SamplerMath.AncestralStep(e^(-λ), e^(-λ_t), η):
/// <code>
/// step(t, D) = (α_t/α)·e^(λ-λ_d)·x + α_t·(1 - e^(λ-λ_d))·D + α_t·u·ε(σ → σ_t)
/// x ← step(σ', (1 - 1/2r)·D + 1/2r·D(step(s, D), s))          (σ' = 0: x ← D)
/// </code>
/// </summary>
internal sealed class DpmppSde(double eta = 1.0, double noiseScale = 1.0, double r = 0.5) : ISampler
{
    public Tensor Sample(IDenoiser denoiser, Tensor x, IReadOnlyList<double> sigmas, SamplerContext context)
    {
        var s = SamplerMath.WithFiniteFirstSnr(sigmas, context.ModelSampling);
        var loop = new SamplerLoop(denoiser, s, context);
        return loop.Run(x, (x, i) =>
        {
            double sigma = s[i], next = s[i + 1];
            var denoised = loop.Predict(x, i);
            if (next == 0.0)
            {
                return denoised;
            }
            double lambda = ModelSamplingFlow.HalfLogSnr(sigma), h = ModelSamplingFlow.HalfLogSnr(next) - lambda;
            double middle = (float)ModelSamplingFlow.SigmaOfHalfLogSnr(lambda + (r * h));
            var middleDenoised = loop.Denoise(Step(loop, x, denoised, sigma, middle), middle);
            var share = 1.0 / (2.0 * r);
            return Step(loop, x, SamplerMath.Combine(1.0 - share, denoised, share, middleDenoised), sigma, next);
        });
    }

    private Tensor Step(SamplerLoop loop, Tensor x, Tensor denoised, double sigma, double to)
    {
        double alpha = 1.0 - sigma, alphaTo = 1.0 - to;
        var (down, up) = SamplerMath.AncestralStep(sigma / alpha, to / alphaTo, eta);
        // e^(λ-λ_d): 0 where all of the level is noise.
        var decay = down / (sigma / alpha);
        var result = SamplerMath.Combine(alphaTo / alpha * decay, x, alphaTo * (1.0 - decay), denoised);
        return eta > 0.0 && noiseScale > 0.0 ? result + (loop.Noise(sigma, to) * (alphaTo * up * noiseScale)) : result;
    }
}
