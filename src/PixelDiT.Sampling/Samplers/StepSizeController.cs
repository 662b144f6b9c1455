namespace PixelDiT.Sampling;

/// <summary>
/// A PID controller of step sizes (Söderlind 2003; as k-diffusion's): with the inverse errors e, e₁, e₂ of this and the last two accepted steps
/// <code>
/// factor = 1 + atan(e^((p+i+d)/order)·e₁^(-(p+2d)/order)·e₂^(d/order) - 1),   accept when factor ≥ safety,   h ← factor·h
/// </code>
/// </summary>
internal sealed class StepSizeController(DpmAdaptiveOptions options, double order)
{
    private const double SmallestError = 1e-8;

    private readonly double[] _inverse = new double[3];
    private bool _started;

    /// <summary>The step to try, always positive.</summary>
    public double Step { get; private set; } = options.FirstStep;

    /// <summary>Adapts the step to an error; true when the step that had it is good enough. NaN throws the step away and stays NaN.</summary>
    public bool Accepts(double error)
    {
        var inverse = 1.0 / (error + SmallestError);
        if (!_started)
        {
            Array.Fill(_inverse, inverse);
            _started = true;
        }
        _inverse[0] = inverse;
        var (p, i, d) = (options.Proportional, options.Integral, options.Derivative);
        var factor = Math.Pow(inverse, (p + i + d) / order) * Math.Pow(_inverse[1], -(p + (2.0 * d)) / order) * Math.Pow(_inverse[2], d / order);
        factor = 1.0 + Math.Atan(factor - 1.0);
        var accept = factor >= options.AcceptSafety;
        if (accept)
        {
            (_inverse[2], _inverse[1]) = (_inverse[1], inverse);
        }
        Step *= factor;
        return accept;
    }
}
