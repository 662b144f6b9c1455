namespace PixelDiT.Sampling;

/// <summary>
/// The variance-preserving time of DEIS: ᾱ(t) = exp(-½t²(β₁-β₀) - tβ₀) with σ² = 1/ᾱ - 1, β fixed by σ(10⁻³) = 0.002 and σ(1) = 80
/// (the noise range of Karras et al., arXiv:2206.00364, table 1).
/// </summary>
internal static class DeisTime
{
    private const int Points = 10000;

    // In float32 on purpose: ln(1 + 0.002²) keeps only six bits there, and the reference's β inherits them.
    private static readonly double LogLow = MathF.Log((0.002f * 0.002f) + 1f);
    private static readonly double LogHigh = MathF.Log((80f * 80f) + 1f);
    private static readonly double BetaSlope = 2.0 * ((LogLow / 1e-3) - LogHigh) / (1e-3 - 1.0);
    private static readonly double BetaStart = LogHigh - (0.5 * BetaSlope);

    /// <summary>Integrals of the basis polynomials 0 … order-1 (newest first) over step <paramref name="i"/>, as sums of 10000 points.</summary>
    public static double[] Coefficients(IReadOnlyList<double> sigmas, int i, int order)
    {
        double from = OfSigma(sigmas[i]), to = OfSigma(sigmas[i + 1]);
        double[] nodes = [.. Enumerable.Range(0, order).Select(k => OfSigma(sigmas[i - k]))];
        var sums = new double[order];
        for (var p = 0; p < Points; p++)
        {
            var tau = from + ((to - from) * p / (Points - 1));
            var weight = Integrand(tau);
            for (var j = 0; j < order; j++)
            {
                var basis = 1.0;
                for (var k = 0; k < order; k++)
                {
                    if (k != j)
                    {
                        basis *= (tau - nodes[k]) / (nodes[j] - nodes[k]);
                    }
                }
                sums[j] += weight * basis;
            }
        }
        var width = (to - from) / Points;
        return [.. sums.Select(s => s * width)];
    }

    /// <summary>t of a noise level.</summary>
    public static double OfSigma(double sigma) =>
        (Math.Sqrt((BetaStart * BetaStart) + (2.0 * BetaSlope * Math.Log((sigma * sigma) + 1.0))) - BetaStart) / BetaSlope;

    private static double Integrand(double tau)
    {
        var alpha = Math.Exp((-0.5 * tau * tau * BetaSlope) - (tau * BetaStart));
        return 0.5 * ((tau * BetaSlope) + BetaStart) / Math.Sqrt(alpha * (1.0 - alpha));
    }
}
