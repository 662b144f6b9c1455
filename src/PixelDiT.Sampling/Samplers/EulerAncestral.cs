using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling;

/// <summary>
/// <c>euler_ancestral</c>: an Euler step below the next noise level, then fresh noise up to it, in the form for flows.
/// <code>
/// σ_d, scale, renoise = SamplerMath.FlowAncestralStep(σ, σ', η)
/// x ← (σ_d/σ)·x + (1 - σ_d/σ)·D
/// x ← scale·x + renoise·ε          (σ' = 0: x ← D)
/// </code>
/// </summary>
internal sealed class EulerAncestral(double eta = 1.0, double noiseScale = 1.0) : ISampler
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
                return denoised;
            }
            var (down, scale, renoise) = SamplerMath.FlowAncestralStep(sigma, next, eta);
            var ratio = down / sigma;
            x = SamplerMath.Combine(ratio, x, 1.0 - ratio, denoised);
            return eta > 0 ? (x * scale) + (loop.Noise(sigma, next) * (noiseScale * renoise)) : x;
        });
    }
}
