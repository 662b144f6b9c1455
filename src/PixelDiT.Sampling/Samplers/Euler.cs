using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling;

/// <summary>
/// <c>euler</c>, <c>ddim</c>: first-order steps of the probability-flow ODE (Karras et al., arXiv:2206.00364, algorithm 2 without churn).
/// For a flow, DDIM is the same step.
/// <code>
/// d = (x - D(x, σ)) / σ
/// x ← x + (σ' - σ)·d
/// </code>
/// </summary>
internal sealed class Euler : ISampler
{
    public Tensor Sample(IDenoiser denoiser, Tensor x, IReadOnlyList<double> sigmas, SamplerContext context)
    {
        var loop = new SamplerLoop(denoiser, sigmas, context);
        return loop.Run(x, (x, i) =>
        {
            var slope = SamplerMath.Slope(x, loop.Predict(x, i), sigmas[i]);
            return x + (slope * (sigmas[i + 1] - sigmas[i]));
        });
    }
}
