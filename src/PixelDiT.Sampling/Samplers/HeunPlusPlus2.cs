using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling;

/// <summary>
/// <c>heunpp2</c>: Heun with look-ahead (Heun++): the step's slope is a mean of the slopes at σ, σ' and σ'', reached by Euler steps.
/// <code>
/// d̄ = (1-w₂-w₃)·d + w₂·d₂ + w₃·d₃,  w₂ = σ'/(3σ₀), w₃ = σ''/(3σ₀)
/// x ← x + (σ' - σ)·d̄
/// </code>
/// One step before the last the mean is of two slopes with w₂ = σ'/(2σ₀); the last step is an Euler step.
/// </summary>
internal sealed class HeunPlusPlus2 : ISampler
{
    public Tensor Sample(IDenoiser denoiser, Tensor x, IReadOnlyList<double> sigmas, SamplerContext context)
    {
        var loop = new SamplerLoop(denoiser, sigmas, context);
        return loop.Run(x, (x, i) =>
        {
            double sigma = sigmas[i], next = sigmas[i + 1], end = sigmas[^1];
            var slope = SamplerMath.Slope(x, loop.Predict(x, i), sigma);
            var second = x + (slope * (next - sigma));
            if (next == end)
            {
                return second;
            }
            var slope2 = SamplerMath.Slope(second, loop.Denoise(second, next), next);
            var afterNext = sigmas[i + 2];
            if (afterNext == end)
            {
                var w2 = next / (2.0 * sigmas[0]);
                return x + (SamplerMath.Combine(1.0 - w2, slope, w2, slope2) * (next - sigma));
            }
            var third = second + (slope2 * (afterNext - next));
            var slope3 = SamplerMath.Slope(third, loop.Denoise(third, afterNext), afterNext);
            var (v2, v3) = (next / (3.0 * sigmas[0]), afterNext / (3.0 * sigmas[0]));
            return x + ((SamplerMath.Combine(1.0 - v2 - v3, slope, v2, slope2) + (slope3 * v3)) * (next - sigma));
        });
    }
}
