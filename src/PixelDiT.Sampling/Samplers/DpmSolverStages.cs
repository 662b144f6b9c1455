using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling;

/// <summary>
/// Single steps of DPM-Solver-1, -2 and -3 (Lu et al., arXiv:2206.00927, eqs. 3.7, algorithms 1 and 2) from t to t+h in t = -ln σ, with
/// ε(x, t) = (x - D(x, σ))/σ. Stages that two orders share are evaluated once. Valid within one dispose scope.
/// </summary>
internal sealed class DpmSolverStages(SamplerLoop loop, Tensor x, double t, double h)
{
    private const double R2 = 2.0 / 3.0;

    private Tensor? _epsilon;
    private double _firstR;
    private Tensor? _epsilonAtFirst;

    /// <summary>ε at the step's start.</summary>
    public Tensor Epsilon => _epsilon ??= EpsilonAt(x, t);

    /// <summary>Predicted image at the step's start.</summary>
    public Tensor Denoised => x - (Epsilon * Sigma(t));

    /// <summary>First order.</summary>
    public Tensor First() => x - (Epsilon * (Sigma(t + h) * SamplerMath.Expm1(h)));

    /// <summary>Second order with its stage at <paramref name="r1"/> of the step.</summary>
    public Tensor Second(double r1)
    {
        var end = Sigma(t + h) * SamplerMath.Expm1(h);
        return x - (Epsilon * end) - ((EpsilonAtFirst(r1) - Epsilon) * (end / (2.0 * r1)));
    }

    /// <summary>Third order with its stages at 1/3 and 2/3 of the step.</summary>
    public Tensor Third()
    {
        const double r1 = 1.0 / 3.0;
        var difference = EpsilonAtFirst(r1) - Epsilon;
        var sigma2 = Sigma(t + (R2 * h));
        var u2 = x - (Epsilon * (sigma2 * SamplerMath.Expm1(R2 * h)))
            - (difference * (sigma2 * (R2 / r1) * SamplerMath.HPhi2(R2 * h)));
        var secondDifference = EpsilonAt(u2, t + (R2 * h)) - Epsilon;
        var end = Sigma(t + h);
        return x - (Epsilon * (end * SamplerMath.Expm1(h))) - (secondDifference * (end / R2 * SamplerMath.HPhi2(h)));
    }

    private Tensor EpsilonAtFirst(double r1)
    {
        if (_epsilonAtFirst is null || _firstR != r1)
        {
            var u = x - (Epsilon * (Sigma(t + (r1 * h)) * SamplerMath.Expm1(r1 * h)));
            _epsilonAtFirst = EpsilonAt(u, t + (r1 * h));
            _firstR = r1;
        }
        return _epsilonAtFirst;
    }

    private Tensor EpsilonAt(Tensor state, double time) => SamplerMath.Slope(state, loop.Denoise(state, Sigma(time)), Sigma(time));

    private static double Sigma(double t) => Math.Exp(-t);
}
