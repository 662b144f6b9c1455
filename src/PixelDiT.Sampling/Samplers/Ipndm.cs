using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling;

/// <summary>
/// <c>ipndm</c> and <c>ipndm_v</c>: improved pseudo linear multistep of order 4 (Zhang and Chen, Fast Sampling of Diffusion Models with
/// Exponential Integrator, arXiv:2204.13902, section 3.3; Liu et al., arXiv:2202.09778), built up from order 1.
/// <code>
/// x ← x + (σ' - σ)·Σ_j c_j·d_{i-j}          (σ' = 0: x ← D)
/// </code>
/// <c>ipndm</c> takes the Adams-Bashforth weights of even steps, <c>ipndm_v</c> weights that follow the step lengths.
/// </summary>
internal sealed class Ipndm(bool variableStep) : ISampler
{
    private const int Order = 4;

    private static readonly double[][] EvenWeights =
    [
        [1.0],
        [3.0 / 2, -1.0 / 2],
        [23.0 / 12, -16.0 / 12, 5.0 / 12],
        [55.0 / 24, -59.0 / 24, 37.0 / 24, -9.0 / 24],
    ];

    public Tensor Sample(IDenoiser denoiser, Tensor x, IReadOnlyList<double> sigmas, SamplerContext context)
    {
        var loop = new SamplerLoop(denoiser, sigmas, context);
        using var slopes = new TensorHistory(Order);
        return loop.Run(x, (x, i) =>
        {
            var denoised = loop.Predict(x, i);
            slopes.Push(SamplerMath.Slope(x, denoised, sigmas[i]));
            if (sigmas[i + 1] == 0.0)
            {
                return denoised;
            }
            var weights = variableStep ? VariableWeights(sigmas, i) : EvenWeights[Math.Min(i, Order - 1)];
            var direction = slopes[0] * weights[0];
            for (var j = 1; j < weights.Length; j++)
            {
                direction = direction + (slopes[j] * weights[j]);
            }
            return x + (direction * (sigmas[i + 1] - sigmas[i]));
        });
    }

    /// <summary>Weights of the newest to the oldest slope from the last step lengths h, h₁, h₂, h₃ (newest first); up to order 3 they sum to 1.</summary>
    internal static double[] VariableWeights(IReadOnlyList<double> sigmas, int i)
    {
        var order = Math.Min(i + 1, Order);
        if (order == 1)
        {
            return [1.0];
        }
        double h = sigmas[i + 1] - sigmas[i], h1 = sigmas[i] - sigmas[i - 1];
        var linear = h / h1;
        if (order == 2)
        {
            return [1.0 + (linear / 2.0), -linear / 2.0];
        }
        var h2 = sigmas[i - 1] - sigmas[i - 2];
        // Weight of the second divided difference.
        var second = (1.0 - (h / (3.0 * (h + h1)) * (h * (h + h1)) / (h1 * (h1 + h2)))) / 2.0;
        var p = h1 / h2;
        if (order == 3)
        {
            return [1.0 + (linear / 2.0) + second, (-linear / 2.0) - ((1.0 + p) * second), p * second];
        }
        var h3 = sigmas[i - 2] - sigmas[i - 3];
        // Weight of the third divided difference, as the published solver has it. Two of its signs and factors are off (for even steps it
        // gives 11/24 where Adams-Bashforth has 9/24, and the weights below sum to 1 only for steps in geometric progression); ours follows
        // it, because a name and a seed must give the image they give elsewhere.
        var third = (((1.0 - (h / (3.0 * (h + h1)))) / 2.0) + ((1.0 - (h / (2.0 * (h + h1)))) * h / (6.0 * (h + h1 + h2))))
            * (h * (h + h1) * (h + h1 + h2)) / (h1 * (h1 + h2) * (h1 + h2 + h3));
        var q = h1 * (h1 + h2) / (h2 * (h2 + h3));
        return
        [
            1.0 + (linear / 2.0) + second + third,
            (-linear / 2.0) - ((1.0 + p) * second) - ((1.0 + p + q) * third),
            (p * second) + ((p + (q * (1.0 + (h2 / h3)))) * third),
            -third * q * p,
        ];
    }
}
