using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling;

/// <summary>
/// <c>lms</c>: linear multistep (Adams-Bashforth on uneven steps), of order 4 by default: the polynomial through the last slopes, integrated.
/// <code>
/// x ← x + Σ_j d_{i-j}·∫_σ^σ' ℓ_j(τ) dτ,  ℓ_j the Lagrange basis over the last σ      (σ' = 0: x ← D)
/// </code>
/// </summary>
internal sealed class Lms(int maxOrder = 4) : ISampler
{
    // Exact: the degree is the order less one.
    private readonly GaussLegendre _quadrature = new((maxOrder + 1) / 2);

    public Tensor Sample(IDenoiser denoiser, Tensor x, IReadOnlyList<double> sigmas, SamplerContext context)
    {
        var loop = new SamplerLoop(denoiser, sigmas, context);
        using var slopes = new TensorHistory(maxOrder);
        return loop.Run(x, (x, i) =>
        {
            var denoised = loop.Predict(x, i);
            slopes.Push(SamplerMath.Slope(x, denoised, sigmas[i]));
            if (sigmas[i + 1] == 0.0)
            {
                return denoised;
            }
            var order = Math.Min(i + 1, maxOrder);
            var next = x;
            for (var j = 0; j < order; j++)
            {
                next = next + (slopes[j] * Coefficient(sigmas, i, j, order));
            }
            return next;
        });
    }

    /// <summary>∫ of basis polynomial j from σ_i to σ_{i+1}.</summary>
    internal double Coefficient(IReadOnlyList<double> sigmas, int i, int j, int order)
    {
        return _quadrature.Integrate(sigmas[i], sigmas[i + 1], Basis);

        double Basis(double tau)
        {
            var product = 1.0;
            for (var k = 0; k < order; k++)
            {
                if (k != j)
                {
                    product *= (tau - sigmas[i - k]) / (sigmas[i - j] - sigmas[i - k]);
                }
            }
            return product;
        }
    }
}
