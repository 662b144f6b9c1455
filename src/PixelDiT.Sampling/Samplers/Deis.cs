using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling;

/// <summary>
/// <c>deis</c>: tAB-DEIS of order 3 (Zhang and Chen, arXiv:2204.13902, eq. 15): Adams-Bashforth in the time t of a variance-preserving
/// process whose noise levels are the schedule's, with ε = (x - D)/σ.
/// <code>
/// x ← x + Σ_j ε_{i-j}·∫_t^t' ½·β(τ)/√(ᾱ(τ)(1-ᾱ(τ)))·ℓ_j(τ) dτ          (first and last step: Euler)
/// </code>
/// </summary>
internal sealed class Deis : ISampler
{
    private const int Order = 3;

    public Tensor Sample(IDenoiser denoiser, Tensor x, IReadOnlyList<double> sigmas, SamplerContext context)
    {
        var loop = new SamplerLoop(denoiser, sigmas, context);
        using var slopes = new TensorHistory(Order);
        return loop.Run(x, (x, i) =>
        {
            double sigma = sigmas[i], next = sigmas[i + 1];
            slopes.Push(SamplerMath.Slope(x, loop.Predict(x, i), sigma));
            var order = next <= 0.0 ? 1 : Math.Min(i + 1, Order);
            if (order == 1)
            {
                return x + (slopes[0] * (next - sigma));
            }
            var coefficients = DeisTime.Coefficients(sigmas, i, order);
            for (var j = 0; j < order; j++)
            {
                x = x + (slopes[j] * coefficients[j]);
            }
            return x;
        });
    }
}
