namespace PixelDiT.Sampling;

/// <summary>Schedules uniform in the network's time or piecewise in σ.</summary>
internal static class TimeSchedules
{
    /// <summary>
    /// <c>uniform_flow</c>: times 1, 1 - 1/n … 1/n, 0 mapped through the shift: what PixelDiT's authors sample the class-conditional model on, whose
    /// time shift is this shift seen from the image's side.
    /// </summary>
    public static double[] UniformFlow(ModelSamplingFlow sampling, int steps) =>
        [.. Enumerable.Range(0, steps).Select(i => sampling.Sigma((float)((steps - i) / (double)steps) * (float)sampling.Multiplier)), 0.0];

    /// <summary>
    /// <c>normal</c>: times evenly spaced between the table's ends and mapped through the shift, then 0. The ends are already shifted,
    /// so the shift acts twice: ComfyUI's behaviour for flow models, kept because its seeds depend on it.
    /// </summary>
    public static double[] Normal(ModelSamplingFlow sampling, int steps)
    {
        var start = (float)sampling.Timestep(sampling.SigmaMax);
        var end = (float)sampling.Timestep(sampling.SigmaMin);
        if (Math.Abs(sampling.Sigma(end)) <= 1e-5)
        {
            // The last time is already (nearly) zero noise and takes the place of the final 0.
            return MapTimes(sampling, Float32Ramp.Linspace(start, end, steps + 1), appendZero: false);
        }
        return MapTimes(sampling, Float32Ramp.Linspace(start, end, steps), appendZero: true);
    }

    /// <summary><c>sgm_uniform</c>: <see cref="Normal"/> with one more time, the last of which is replaced by 0.</summary>
    public static double[] SgmUniform(ModelSamplingFlow sampling, int steps)
    {
        var start = (float)sampling.Timestep(sampling.SigmaMax);
        var end = (float)sampling.Timestep(sampling.SigmaMin);
        return MapTimes(sampling, Float32Ramp.Linspace(start, end, steps + 1)[..^1], appendZero: true);
    }

    /// <summary>
    /// <c>linear_quadratic</c> (Movie Gen, arXiv:2410.13720, fig. 10; Mochi): half the steps linear down to 1 - 0.025, the rest
    /// quadratic to 0, value and slope continuous at the joint.
    /// </summary>
    public static double[] LinearQuadratic(ModelSamplingFlow sampling, int steps)
    {
        const double threshold = 0.025;
        if (steps == 1)
        {
            return [(float)sampling.SigmaMax, 0.0];
        }
        var linear = steps / 2;
        var quadratic = steps - linear;
        var gap = linear - (threshold * steps);
        var a = gap / (linear * (double)quadratic * quadratic);
        var b = (threshold / linear) - (2.0 * gap / ((double)quadratic * quadratic));
        var c = a * linear * linear;
        var sigmas = new double[steps + 1];
        for (var i = 0; i < steps; i++)
        {
            var progress = i < linear ? i * threshold / linear : (a * i * i) + (b * i) + c;
            sigmas[i] = (float)(1.0 - progress) * (float)sampling.SigmaMax;
        }
        return sigmas;
    }

    /// <summary>
    /// <c>time_uniform_flow</c>: the schedule of PixelDiT's authors, times evenly spaced from 0.999 to 0 and bent by the shift:
    /// σ = shift·s/(1+(shift-1)·s), s = 1 - linspace(1, 0.001).
    /// </summary>
    public static double[] TimeUniformFlow(ModelSamplingFlow sampling, int steps)
    {
        const float first = 0.001f;
        var times = Float32Ramp.Linspace(1f, first, steps + 1);
        return [.. times.Reverse().Select(t => (double)sampling.ShiftTime(1f - t))];
    }

    private static double[] MapTimes(ModelSamplingFlow sampling, float[] times, bool appendZero)
    {
        var sigmas = new double[times.Length + (appendZero ? 1 : 0)];
        for (var i = 0; i < times.Length; i++)
        {
            sigmas[i] = sampling.Sigma(times[i]);
        }
        return sigmas;
    }
}
