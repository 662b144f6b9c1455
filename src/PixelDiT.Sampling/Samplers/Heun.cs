using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling;

/// <summary>
/// <c>heun</c>: second-order steps of the probability-flow ODE (Karras et al., arXiv:2206.00364, algorithm 2 without churn).
/// <code>
/// d  = (x - D(x, σ)) / σ,        x₂ = x + (σ' - σ)·d
/// d₂ = (x₂ - D(x₂, σ')) / σ',    x ← x + (σ' - σ)·(d + d₂)/2      (σ' = 0: x ← x₂)
/// </code>
/// </summary>
internal sealed class Heun : ISampler
{
    public Tensor Sample(IDenoiser denoiser, Tensor x, IReadOnlyList<double> sigmas, SamplerContext context)
    {
        var loop = new SamplerLoop(denoiser, sigmas, context);
        return loop.Run(x, (x, i) =>
        {
            double sigma = sigmas[i], next = sigmas[i + 1];
            var slope = SamplerMath.Slope(x, loop.Predict(x, i), sigma);
            var euler = x + (slope * (next - sigma));
            if (next == 0.0)
            {
                return euler;
            }
            var endSlope = SamplerMath.Slope(euler, loop.Denoise(euler, next), next);
            return x + ((slope + endSlope) * (0.5 * (next - sigma)));
        });
    }
}
