using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling;

/// <summary>
/// <c>lcm</c>: multistep consistency sampling (Luo et al., arXiv:2310.04378, algorithm 3): jump to the predicted image, then noise it
/// afresh to the next level.
/// <code>
/// x ← σ'·ε + (1 - σ')·D(x, σ)       (σ' = 0: x ← D)
/// </code>
/// </summary>
internal sealed class Lcm : ISampler
{
    public Tensor Sample(IDenoiser denoiser, Tensor x, IReadOnlyList<double> sigmas, SamplerContext context)
    {
        var loop = new SamplerLoop(denoiser, sigmas, context);
        return loop.Run(x, (x, i) =>
        {
            var next = sigmas[i + 1];
            var denoised = loop.Predict(x, i);
            return next > 0.0 ? SamplerMath.Combine(next, loop.Noise(sigmas[i], next), 1.0 - next, denoised) : denoised;
        });
    }
}
