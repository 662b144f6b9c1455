namespace PixelDiT.Sampling;

/// <summary>
/// ComfyUI's noise schedules as pure functions. A schedule is an array of σ, descending, the last one 0; step i goes from
/// sigmas[i] to sigmas[i+1]. Every value is a float32 (the one ComfyUI uses) carried in a <see cref="double"/>.
/// </summary>
public static class Schedulers
{
    /// <summary>Largest number of steps that the schedules accept: the maximum of ComfyUI's <c>steps</c> input.</summary>
    public const int MaxSteps = 10000;

    /// <summary>Longest schedule a partial denoise is cut from: 10000 steps at the front end's smallest denoise, 0.01.</summary>
    private const int MaxWholeSchedule = 100 * MaxSteps;

    private static readonly (string Name, Func<ModelSamplingFlow, int, double[]> Compute)[] All =
    [
        ("simple", TableSchedules.Simple),
        ("sgm_uniform", TimeSchedules.SgmUniform),
        ("karras", (s, n) => RangeSchedules.Karras(s.SigmaMin, s.SigmaMax, n)),
        ("exponential", (s, n) => RangeSchedules.Exponential(s.SigmaMin, s.SigmaMax, n)),
        ("ddim_uniform", TableSchedules.DdimUniform),
        ("beta", (s, n) => TableSchedules.Beta(s, n, 0.6, 0.6)),
        ("normal", TimeSchedules.Normal),
        ("linear_quadratic", TimeSchedules.LinearQuadratic),
        ("kl_optimal", (s, n) => RangeSchedules.KlOptimal(s.SigmaMin, s.SigmaMax, n)),
        ("time_uniform_flow", TimeSchedules.TimeUniformFlow),
        ("uniform_flow", TimeSchedules.UniformFlow),
    ];

    /// <summary>ComfyUI's nine names in its order, then PixelDiT's own; the first is what a front end shows as default.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(s => s.Name)];

    /// <summary>Computes a whole schedule.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="sampling">The model's time axis (flow shift).</param>
    /// <param name="steps">1 … <see cref="MaxSteps"/>. <c>ddim_uniform</c> and <c>beta</c> may answer with another number of steps.</param>
    /// <returns>At least two values, descending, the last 0.</returns>
    /// <exception cref="UnknownSamplingNameException">No schedule has this name.</exception>
    /// <exception cref="SamplingSettingException"><paramref name="steps"/> is out of range.</exception>
    public static double[] Compute(string name, ModelSamplingFlow sampling, int steps)
    {
        ArgumentNullException.ThrowIfNull(sampling);
        RequireSteps(steps);
        return Find(name)(sampling, steps);
    }

    /// <summary>
    /// Computes the schedule of a partial denoise: of a schedule of ⌊steps/denoise⌋ steps, the last <paramref name="steps"/>.
    /// </summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="sampling">The model's time axis (flow shift).</param>
    /// <param name="steps">Steps to take, 1 … <see cref="MaxSteps"/>.</param>
    /// <param name="denoise">Share of the way from noise to image that is walked, above 0: above 0.9999 all of it.</param>
    /// <param name="discardPenultimate">Compute one step more and drop the σ before the last: samplers of the DPM-2 and UniPC kind want it.</param>
    /// <returns>At most steps+1 values.</returns>
    /// <exception cref="UnknownSamplingNameException">No schedule has this name.</exception>
    /// <exception cref="SamplingSettingException">A number is out of range or not a number.</exception>
    public static double[] Compute(string name, ModelSamplingFlow sampling, int steps, double denoise, bool discardPenultimate = false)
    {
        ArgumentNullException.ThrowIfNull(sampling);
        RequireSteps(steps);
        // ComfyUI takes no step at 0 and hands the latent on; nobody means that.
        if (!(denoise > 0.0))
        {
            throw new SamplingSettingException("denoise", denoise, "a number above 0, at most 1: at 0 there is nothing to sample");
        }
        var schedule = Find(name);
        if (denoise > 0.9999)
        {
            return Run(steps);
        }
        if (steps / denoise > MaxWholeSchedule)
        {
            throw new SamplingSettingException("denoise", denoise, $"at least {(double)steps / MaxWholeSchedule:G3} for {steps} steps");
        }
        var sigmas = Run((int)(steps / denoise));
        return sigmas.Length > steps + 1 ? sigmas[^(steps + 1)..] : sigmas;

        double[] Run(int count)
        {
            if (!discardPenultimate)
            {
                return schedule(sampling, count);
            }
            var longer = schedule(sampling, count + 1);
            return [.. longer[..^2], longer[^1]];
        }
    }

    private static Func<ModelSamplingFlow, int, double[]> Find(string name)
    {
        foreach (var (known, compute) in All)
        {
            if (known == name)
            {
                return compute;
            }
        }
        throw new UnknownSamplingNameException("scheduler", name, Names);
    }

    /// <summary>Refuses a number of steps that is out of range.</summary>
    internal static void RequireSteps(int steps)
    {
        if (steps is < 1 or > MaxSteps)
        {
            throw new SamplingSettingException("steps", steps, $"a whole number from 1 to {MaxSteps}");
        }
    }
}
