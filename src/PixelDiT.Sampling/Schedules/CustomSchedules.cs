namespace PixelDiT.Sampling;

/// <summary>
/// The schedules of ComfyUI's scheduler nodes, as pure functions of their settings. Values are float32 carried in doubles, descending; all but
/// <see cref="Laplace"/> end with 0. Those that take a σ range do not look at the model: for PixelDiT the range lies within 0 … 1, the
/// nodes' defaults are other models'.
/// </summary>
public static class CustomSchedules
{
    /// <summary>KarrasScheduler: evenly spaced in σ^(1/ρ).</summary>
    /// <param name="steps">1 … <see cref="Schedulers.MaxSteps"/>.</param>
    /// <param name="sigmaMax">First σ, 0 or more.</param>
    /// <param name="sigmaMin">Last σ before 0, from 0 to <paramref name="sigmaMax"/>.</param>
    /// <param name="rho">ρ, above 0; 7 is usual.</param>
    /// <exception cref="SamplingSettingException">A setting is out of range.</exception>
    public static double[] Karras(int steps, double sigmaMax, double sigmaMin, double rho)
    {
        RequireRange(steps, sigmaMax, sigmaMin);
        RequirePositive("rho", rho);
        return RangeSchedules.Karras(sigmaMin, sigmaMax, steps, rho);
    }

    /// <summary>ExponentialScheduler: evenly spaced in ln σ.</summary>
    /// <param name="steps">1 … <see cref="Schedulers.MaxSteps"/>.</param>
    /// <param name="sigmaMax">First σ, above 0.</param>
    /// <param name="sigmaMin">Last σ before 0, above 0, at most <paramref name="sigmaMax"/>.</param>
    /// <exception cref="SamplingSettingException">A setting is out of range.</exception>
    public static double[] Exponential(int steps, double sigmaMax, double sigmaMin)
    {
        RequireLogarithmicRange(steps, sigmaMax, sigmaMin);
        return RangeSchedules.Exponential(sigmaMin, sigmaMax, steps);
    }

    /// <summary>PolyexponentialScheduler: spaced as a power ρ in ln σ.</summary>
    /// <param name="steps">1 … <see cref="Schedulers.MaxSteps"/>.</param>
    /// <param name="sigmaMax">First σ, above 0.</param>
    /// <param name="sigmaMin">Last σ before 0, above 0, at most <paramref name="sigmaMax"/>.</param>
    /// <param name="rho">ρ, 0 or more; 1 is <see cref="Exponential"/>.</param>
    /// <exception cref="SamplingSettingException">A setting is out of range.</exception>
    public static double[] Polyexponential(int steps, double sigmaMax, double sigmaMin, double rho)
    {
        RequireLogarithmicRange(steps, sigmaMax, sigmaMin);
        Require("rho", rho, rho >= 0.0 && double.IsFinite(rho), "a finite number, 0 or more");
        return RangeSchedules.Polyexponential(sigmaMin, sigmaMax, steps, rho);
    }

    /// <summary>LaplaceScheduler: even quantiles of a Laplace distribution of ln σ, cut to the range. No final 0, as in ComfyUI.</summary>
    /// <param name="steps">Number of values, 1 … <see cref="Schedulers.MaxSteps"/>.</param>
    /// <param name="sigmaMax">Largest σ, 0 or more.</param>
    /// <param name="sigmaMin">Smallest σ, from 0 to <paramref name="sigmaMax"/>.</param>
    /// <param name="mu">The distribution's middle, finite.</param>
    /// <param name="beta">Its width, finite, 0 or more.</param>
    /// <exception cref="SamplingSettingException">A setting is out of range.</exception>
    public static double[] Laplace(int steps, double sigmaMax, double sigmaMin, double mu, double beta)
    {
        RequireRange(steps, sigmaMax, sigmaMin);
        Require("mu", mu, double.IsFinite(mu), "a finite number");
        Require("beta", beta, beta >= 0.0 && double.IsFinite(beta), "a finite number, 0 or more");
        return RangeSchedules.Laplace(sigmaMin, sigmaMax, steps, mu, beta);
    }

    /// <summary>VPScheduler: noise levels of a variance-preserving process. Most settings give σ above 1, where no flow model works.</summary>
    /// <param name="steps">1 … <see cref="Schedulers.MaxSteps"/>.</param>
    /// <param name="betaRange">β_d, finite, 0 or more.</param>
    /// <param name="betaMin">β_min, finite, 0 or more; one of the two is above 0.</param>
    /// <param name="epsilon">Last time before 0, above 0, at most 1.</param>
    /// <exception cref="SamplingSettingException">A setting is out of range.</exception>
    public static double[] VariancePreserving(int steps, double betaRange, double betaMin, double epsilon)
    {
        Schedulers.RequireSteps(steps);
        Require("beta_d", betaRange, betaRange >= 0.0 && double.IsFinite(betaRange), "a finite number, 0 or more");
        Require("beta_min", betaMin, betaMin >= 0.0 && double.IsFinite(betaMin) && betaMin + betaRange > 0.0, "a finite number, 0 or more, not 0 beside a beta_d of 0");
        Require("eps_s", epsilon, epsilon is > 0.0 and <= 1.0, "a number above 0, at most 1");
        return RangeSchedules.VariancePreserving(steps, betaRange, betaMin, epsilon);
    }

    /// <summary>BetaSamplingScheduler: the model's times at quantiles of Beta(α, β). Many steps give fewer, as neighbours fall together.</summary>
    /// <param name="sampling">The model's time axis.</param>
    /// <param name="steps">1 … <see cref="Schedulers.MaxSteps"/>.</param>
    /// <param name="alpha">α, above 0.</param>
    /// <param name="beta">β, above 0.</param>
    /// <exception cref="SamplingSettingException">A setting is out of range.</exception>
    public static double[] Beta(ModelSamplingFlow sampling, int steps, double alpha, double beta)
    {
        ArgumentNullException.ThrowIfNull(sampling);
        Schedulers.RequireSteps(steps);
        RequirePositive("alpha", alpha);
        RequirePositive("beta", beta);
        return TableSchedules.Beta(sampling, steps, alpha, beta);
    }

    /// <summary>SDTurboScheduler: of the times 999, 899 … 99 of 1000, <paramref name="steps"/> from where <paramref name="denoise"/> begins, then 0.</summary>
    /// <param name="sampling">The model's time axis.</param>
    /// <param name="steps">1 … 10; fewer are left where the denoise begins late.</param>
    /// <param name="denoise">Share of the way from noise to image, at least 0.1, at most 1.</param>
    /// <exception cref="SamplingSettingException">A setting is out of range.</exception>
    public static double[] Turbo(ModelSamplingFlow sampling, int steps, double denoise)
    {
        ArgumentNullException.ThrowIfNull(sampling);
        Require("steps", steps, steps is >= 1 and <= 10, "a whole number from 1 to 10");
        // At 0.1 and above at least one of the ten times is left.
        Require("denoise", denoise, denoise is >= 0.1 and <= 1.0, "a number from 0.1 to 1");
        var first = 10 - (int)(10.0 * denoise);
        var times = Enumerable.Range(first, 10 - first).Take(steps).Select(i => ((10 - i) * 100) - 1);
        return [.. times.Select(t => (double)sampling.ShiftTime(t / 1000f)), 0.0];
    }

    private static void RequireRange(int steps, double sigmaMax, double sigmaMin)
    {
        Schedulers.RequireSteps(steps);
        Require("sigma_max", sigmaMax, sigmaMax >= 0.0 && double.IsFinite(sigmaMax), "a finite number, 0 or more");
        Require("sigma_min", sigmaMin, sigmaMin >= 0.0 && sigmaMin <= sigmaMax, $"a number from 0 to sigma_max, {sigmaMax:G6}");
    }

    private static void RequireLogarithmicRange(int steps, double sigmaMax, double sigmaMin)
    {
        RequireRange(steps, sigmaMax, sigmaMin);
        RequirePositive("sigma_min", sigmaMin);
    }

    private static void RequirePositive(string setting, double value) =>
        Require(setting, value, value > 0.0 && double.IsFinite(value), "a finite number greater than 0");

    private static void Require(string setting, object value, bool good, string expected)
    {
        if (!good)
        {
            throw new SamplingSettingException(setting, value, expected);
        }
    }
}
