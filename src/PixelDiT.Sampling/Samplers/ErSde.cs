using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling;

/// <summary>The noise scale function φ of <see cref="ErSde"/>.</summary>
public enum ErSdeKind
{
    /// <summary>The paper's recommended one, λ·(e^(λ^0.3) + 10)^η.</summary>
    ErSde,

    /// <summary>The reverse-time SDE's, λ^(1+η).</summary>
    ReverseTime,

    /// <summary>The ODE's, λ: no noise.</summary>
    Ode,
}

/// <summary>
/// <c>er_sde</c>: VP ER-SDE-Solver-3 (Cui et al., arXiv:2309.06169, algorithm 3), the sampler of the published PixelDiT workflow.
/// With λ = σ/(1-σ), α = 1-σ and the noise scale function φ(λ) = λ·(e^(λ^0.3) + 10)^η by default:
/// <code>
/// r = φ(λ')/φ(λ)
/// x ← (α'/α)·r·x + α'·(1 - r)·D
///     + α'·(Δλ + φ(λ')·∫ 1/φ)·D₁                   from the second step, D₁ = ΔD/Δλ of the last two
///     + α'·(Δλ²/2 + φ(λ')·∫ (l - λ)/φ(l))·D₂      from the third, D₂ the second divided difference
///     + α'·√(λ'² - λ²r²)·ε                          (σ' = 0: x ← D)
/// </code>
/// The integrals run from λ' to λ as left Riemann sums of 200 points, part of the published method's definition.
/// </summary>
internal sealed class ErSde(ErSdeKind kind = ErSdeKind.ErSde, double eta = 1.0, double noiseScale = 1.0, int maxStage = 3) : ISampler
{
    private const int IntegrationPoints = 200;

    // φ(λ) = λ is the ODE's: nothing is left to add.
    private readonly double _noiseScale = kind == ErSdeKind.Ode || eta == 0.0 ? 0.0 : noiseScale;

    public Tensor Sample(IDenoiser denoiser, Tensor x, IReadOnlyList<double> sigmas, SamplerContext context)
    {
        var s = SamplerMath.WithFiniteFirstSnr(sigmas, context.ModelSampling);
        double[] lambdas = [.. s.Select(sigma => sigma / (1.0 - sigma))];
        var loop = new SamplerLoop(denoiser, s, context);
        using var denoisedHistory = new TensorHistory(1);
        using var slopeHistory = new TensorHistory(1);
        return loop.Run(x, (x, i) =>
        {
            var denoised = loop.Predict(x, i);
            var next = s[i + 1] == 0.0
                ? denoised
                : Step(loop, x, denoised, i, lambdas, denoisedHistory, slopeHistory);
            denoisedHistory.Push(denoised);
            return next;
        });
    }

    private Tensor Step(
        SamplerLoop loop, Tensor x, Tensor denoised, int i, double[] lambdas, TensorHistory denoisedHistory, TensorHistory slopeHistory)
    {
        var stage = Math.Min(maxStage, i + 1);
        double sigma = loop.Sigmas[i], sigmaNext = loop.Sigmas[i + 1];
        double lambda = lambdas[i], next = lambdas[i + 1];
        double alpha = 1.0 - sigma, alphaNext = 1.0 - sigmaNext;
        var r = NoiseScaler(next) / NoiseScaler(lambda);
        x = SamplerMath.Combine(alphaNext / alpha * r, x, alphaNext * (1.0 - r), denoised);

        if (stage >= 2)
        {
            var delta = next - lambda;
            var (integral, momentum) = Integrals(lambda, next);
            var slope = (denoised - denoisedHistory[0]) / (lambda - lambdas[i - 1]);
            x = x + (slope * (alphaNext * (delta + (integral * NoiseScaler(next)))));
            if (stage >= 3)
            {
                var curvature = (slope - slopeHistory[0]) / ((lambda - lambdas[i - 2]) / 2.0);
                x = x + (curvature * (alphaNext * ((delta * delta / 2.0) + (momentum * NoiseScaler(next)))));
            }
            slopeHistory.Push(slope);
        }
        if (_noiseScale > 0.0)
        {
            var variance = (next * next) - (lambda * lambda * r * r);
            x = x + (loop.Noise(sigma, sigmaNext) * (alphaNext * _noiseScale * Math.Sqrt(Math.Max(variance, 0.0))));
        }
        return x;
    }

    /// <summary>∫ dl/φ(l) and ∫ (l - λ)/φ(l) dl from λ' to λ.</summary>
    private (double Integral, double Momentum) Integrals(double lambda, double next)
    {
        var step = (lambda - next) / IntegrationPoints;
        double integral = 0.0, momentum = 0.0;
        for (var k = 0; k < IntegrationPoints; k++)
        {
            var position = next + (k * step);
            var scaled = NoiseScaler(position);
            integral += 1.0 / scaled;
            momentum += (position - lambda) / scaled;
        }
        return (integral * step, momentum * step);
    }

    private double NoiseScaler(double lambda) => kind switch
    {
        ErSdeKind.ErSde => lambda * Math.Pow(Math.Exp(Math.Pow(lambda, 0.3)) + 10.0, eta),
        ErSdeKind.ReverseTime => Math.Pow(lambda, eta + 1.0),
        _ => lambda,
    };
}
