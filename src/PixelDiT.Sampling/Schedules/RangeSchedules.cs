namespace PixelDiT.Sampling;

/// <summary>Schedules that look only at the ends of the σ range. The values are float32 at every stage, as in ComfyUI.</summary>
internal static class RangeSchedules
{
    /// <summary><c>karras</c>: evenly spaced in σ^(1/ρ), then 0 (Karras et al., arXiv:2206.00364, eq. 5).</summary>
    public static double[] Karras(double sigmaMin, double sigmaMax, int steps, double rho = 7.0)
    {
        var low = Math.Pow(sigmaMin, 1.0 / rho);
        var high = Math.Pow(sigmaMax, 1.0 / rho);
        return WithZero(Float32Ramp.Linspace(0f, 1f, steps), u => MathF.Pow((float)high + (u * (float)(low - high)), (float)rho));
    }

    /// <summary><c>exponential</c>: evenly spaced in ln σ, then 0.</summary>
    public static double[] Exponential(double sigmaMin, double sigmaMax, int steps) =>
        WithZero(Float32Ramp.Linspace((float)Math.Log(sigmaMax), (float)Math.Log(sigmaMin), steps), MathF.Exp);

    /// <summary>Spaced as u^ρ in ln σ, u even from 1 to 0, then 0.</summary>
    public static double[] Polyexponential(double sigmaMin, double sigmaMax, int steps, double rho)
    {
        float low = (float)Math.Log(sigmaMin), range = (float)(Math.Log(sigmaMax) - Math.Log(sigmaMin));
        return WithZero(Float32Ramp.Linspace(1f, 0f, steps), u => MathF.Exp((MathF.Pow(u, (float)rho) * range) + low));
    }

    /// <summary>
    /// At even quantiles of a Laplace distribution of ln σ (Hang et al., Improved Noise Schedule for Diffusion Training, arXiv:2407.03297,
    /// table 1), cut to the range; no final 0.
    /// </summary>
    public static double[] Laplace(double sigmaMin, double sigmaMax, int steps, double mu, double beta) =>
    [
        .. Float32Ramp.Linspace(0f, 1f, steps).Select(x =>
        {
            // 1e-5 keeps the logarithm finite at both ends.
            var logSigma = (float)mu - ((float)beta * MathF.Sign(0.5f - x) * MathF.Log(1f - (2f * MathF.Abs(0.5f - x)) + 1e-5f));
            return (double)Math.Clamp(MathF.Exp(logSigma), (float)sigmaMin, (float)sigmaMax);
        }),
    ];

    /// <summary>σ = √(e^(½β_d·t² + β_min·t) - 1) for even t from 1 to ε, then 0 (Song et al., arXiv:2011.13456, appendix C; as σ).</summary>
    public static double[] VariancePreserving(int steps, double betaRange, double betaMin, double epsilon) => WithZero(
        Float32Ramp.Linspace(1f, (float)epsilon, steps),
        t => MathF.Sqrt((float)SamplerMath.Expm1(((float)betaRange * t * t / 2f) + ((float)betaMin * t))));

    /// <summary><c>kl_optimal</c>: evenly spaced in atan σ, then 0 (Sabour et al., Align Your Steps, arXiv:2404.14507, eq. 9).</summary>
    public static double[] KlOptimal(double sigmaMin, double sigmaMax, int steps)
    {
        var low = (float)Math.Atan(sigmaMin);
        var high = (float)Math.Atan(sigmaMax);
        var positions = new float[steps];
        for (var i = 1; i < steps; i++)
        {
            positions[i] = i / (float)(steps - 1);
        }
        // One step stands at the start: the formula's 0/0 must not become NaN.
        return WithZero(positions, u => MathF.Tan((u * low) + ((1f - u) * high)));
    }

    private static double[] WithZero(float[] positions, Func<float, float> sigma)
    {
        var sigmas = new double[positions.Length + 1];
        for (var i = 0; i < positions.Length; i++)
        {
            sigmas[i] = sigma(positions[i]);
        }
        return sigmas;
    }
}
