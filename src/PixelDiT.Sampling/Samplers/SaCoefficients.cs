namespace PixelDiT.Sampling;

/// <summary>Weights of the predictions in a stochastic Adams step (arXiv:2309.05019, eqs. 15 and 18).</summary>
internal static class SaCoefficients
{
    /// <summary>
    /// b_j = α_t·(1+τ²)·∫_{λ_s}^{λ_t} e^((1+τ²)(λ-λ_t))·ℓ_j(λ) dλ for the Lagrange basis over <paramref name="nodes"/>, in their order.
    /// </summary>
    /// <param name="sigma">Noise level at the step's end.</param>
    /// <param name="nodes">λ of the predictions used.</param>
    /// <param name="lambdaFrom">λ at the step's start.</param>
    /// <param name="lambdaTo">λ at its end.</param>
    /// <param name="tau">Noise strength τ of the step.</param>
    public static double[] Compute(double sigma, ReadOnlySpan<double> nodes, double lambdaFrom, double lambdaTo, double tau)
    {
        var n = nodes.Length;
        var rate = 1.0 + (tau * tau);
        // Taking λ relative to the step's end keeps the Vandermonde system well conditioned; the basis does not mind.
        var moments = Moments(lambdaFrom - lambdaTo, rate, n);
        var vandermonde = new double[n, n];
        for (var j = 0; j < n; j++)
        {
            var power = 1.0;
            for (var p = 0; p < n; p++)
            {
                vandermonde[p, j] = power;
                power *= nodes[j] - lambdaTo;
            }
        }
        var b = LinearSystem.Solve(vandermonde, moments);
        for (var j = 0; j < n; j++)
        {
            b[j] *= 1.0 - sigma;
        }
        return b;
    }

    /// <summary>
    /// Simplified weights of two predictions, the older one's first (arXiv:2309.05019, appendix D): with k = (1+τ²)·h and α at the step's end,
    /// the corrector gives the newer one α·k/2, the predictor the older one α·k·h/2 over the distance back to it; the sum is α·(1 - e^(-k)).
    /// </summary>
    /// <param name="sigma">Noise level at the step's end.</param>
    /// <param name="older">λ of the older prediction.</param>
    /// <param name="lambdaFrom">λ at the step's start.</param>
    /// <param name="lambdaTo">λ at its end.</param>
    /// <param name="tau">Noise strength τ of the step.</param>
    /// <param name="corrects">Whether the newer prediction stands at the step's end rather than at its start.</param>
    public static double[] SimpleOrder2(double sigma, double older, double lambdaFrom, double lambdaTo, double tau, bool corrects)
    {
        double h = lambdaTo - lambdaFrom, k = (1.0 + (tau * tau)) * h, alpha = 1.0 - sigma;
        var sum = -alpha * SamplerMath.Expm1(-k);
        if (corrects)
        {
            var newer = alpha * 0.5 * k;
            return [sum - newer, newer];
        }
        var weight = alpha * 0.5 * k * h / (older - lambdaFrom);
        return [weight, sum - weight];
    }

    /// <summary>c·∫_s^0 e^(c·u)·u^p du for p = 0 … n-1, by parts: I_p = -s^p·e^(c·s) - (p/c)·I_{p-1}, I_0 = 1 - e^(c·s).</summary>
    private static double[] Moments(double s, double c, int n)
    {
        var moments = new double[n];
        moments[0] = -SamplerMath.Expm1(c * s);
        for (var p = 1; p < n; p++)
        {
            moments[p] = -(Math.Pow(s, p) * Math.Exp(c * s)) - (p / c * moments[p - 1]);
        }
        return moments;
    }
}
