using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling;

/// <summary>
/// <c>lcm</c>: multistep consistency sampling (Luo et al., arXiv:2310.04378, algorithm 3): jump to the predicted image, then noise it
/// afresh to the next level.
/// <code>
/// x ← σ'·ε + (1 - σ')·D(x, σ)       (σ' = 0: x ← D)
/// </code>
/// The noise may be scaled, in even steps from one factor to another, and cut at a multiple of its own deviation (0: not cut).
/// </summary>
internal sealed class Lcm(double noiseScale = 1.0, double lastNoiseScale = 1.0, double noiseClip = 0.0) : ISampler
{
    public Tensor Sample(IDenoiser denoiser, Tensor x, IReadOnlyList<double> sigmas, SamplerContext context)
    {
        var loop = new SamplerLoop(denoiser, sigmas, context);
        return loop.Run(x, (x, i) =>
        {
            var next = sigmas[i + 1];
            var denoised = loop.Predict(x, i);
            if (next == 0.0)
            {
                return denoised;
            }
            var noise = loop.Noise(sigmas[i], next);
            if (noiseClip > 0.0)
            {
                var limit = noiseClip * noise.std().item<float>();
                noise = noise.clamp(-limit, limit);
            }
            var progress = loop.Steps > 1 ? i / (loop.Steps - 1.0) : 0.0;
            var scale = noiseScale + ((lastNoiseScale - noiseScale) * progress);
            return SamplerMath.Combine(next * scale, noise, 1.0 - next, denoised);
        });
    }
}
