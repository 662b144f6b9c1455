using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling;

/// <summary>Settings of <c>dpm_adaptive</c> (ComfyUI's SamplerDPMAdaptative), with its defaults.</summary>
public sealed record DpmAdaptiveOptions
{
    /// <summary>2 or 3: the order of a step; the one below it measures the error.</summary>
    public int Order { get; init; } = 3;

    /// <summary>Relative tolerance, 0 or more.</summary>
    public double RelativeTolerance { get; init; } = 0.05;

    /// <summary>Absolute tolerance, 0 or more; one of the two is above 0.</summary>
    public double AbsoluteTolerance { get; init; } = 0.0078;

    /// <summary>Length of the first step in ln σ, above 0.</summary>
    public double FirstStep { get; init; } = 0.05;

    /// <summary>Proportional coefficient of the step control, 0 or more.</summary>
    public double Proportional { get; init; }

    /// <summary>Integral coefficient, 0 or more.</summary>
    public double Integral { get; init; } = 1.0;

    /// <summary>Derivative coefficient, 0 or more.</summary>
    public double Derivative { get; init; }

    /// <summary>A step is kept when it may be followed by one of at least this part of its length; above 0, below 2.57, the largest factor there is.</summary>
    public double AcceptSafety { get; init; } = 0.81;

    /// <summary>Ancestral noise η, 0 or more; default none.</summary>
    public double Eta { get; init; }

    /// <summary>Factor of that noise, 0 or more.</summary>
    public double NoiseScale { get; init; } = 1.0;
}

/// <summary>
/// <c>dpm_adaptive</c>: DPM-Solver-12 or -23 with step size control (Lu et al., arXiv:2206.00927, appendix C): each step is taken with two
/// orders, kept when their difference is within tolerance, and its length in t = -ln σ adapted. Of the schedule only the ends count; a
/// final 0 is replaced by the σ before it, and the result stays at that noise level. η shortens a step by SamplerMath.AncestralStep and
/// makes up for it with noise.
/// <code>
/// e = ‖(x_low - x_high)/max(atol, rtol·max(|x_low|, |x_prev|))‖ / √n
/// </code>
/// </summary>
internal sealed class DpmAdaptive(DpmAdaptiveOptions options) : ISampler
{
    // Steps this short change the latent by little more than float32's rounding: no tolerance is met by going on.
    private const double SmallestStep = 1e-4;

    // A safety above 1 rejects steps and lengthens them.
    private const int MostRejections = 128;

    public Tensor Sample(IDenoiser denoiser, Tensor x, IReadOnlyList<double> sigmas, SamplerContext context)
    {
        var loop = new SamplerLoop(denoiser, sigmas, context);
        if (loop.Steps == 0)
        {
            return x.alias();
        }
        double t = -Math.Log(sigmas[0]), end = -Math.Log(sigmas[^1] == 0.0 ? sigmas[^2] : sigmas[^1]);
        var direction = Math.Sign(end - t);
        if (direction < 0 && options.Eta > 0.0)
        {
            throw new SamplingSettingException("eta", options.Eta, "0 with a rising schedule");
        }
        var control = new StepSizeController(options, options.Eta > 0.0 ? 1.5 : options.Order);
        var rejections = 0;
        using var previous = new TensorHistory(1);
        previous.Push(x);
        return loop.RunWhile(x, _ => direction * (end - t) > 1e-5, (x, i) =>
        {
            var next = direction * (end - t) > control.Step ? t + (direction * control.Step) : end;
            var (reached, noise) = Ancestral(t, next, end);
            var stages = new DpmSolverStages(loop, x, t, reached - t);
            var low = options.Order == 2 ? stages.First() : stages.Second(1.0 / 3.0);
            var high = options.Order == 2 ? stages.Second(0.5) : stages.Third();
            var accepted = control.Accepts(Error(low, high, previous[0]));
            // A NaN would be rejected for ever.
            if (!double.IsFinite(control.Step))
            {
                throw loop.NonFinite(i);
            }
            rejections = accepted ? 0 : rejections + 1;
            if (!accepted && (control.Step < SmallestStep || rejections > MostRejections))
            {
                throw new SamplingSettingException(
                    "rtol, atol and accept_safety",
                    $"{options.RelativeTolerance:G3}, {options.AbsoluteTolerance:G3} and {options.AcceptSafety:G3}",
                    "settings that some step of the solver meets");
            }
            var result = x;
            if (accepted)
            {
                previous.Push(low);
                result = noise > 0.0 ? high + (loop.Noise(Math.Exp(-t), Math.Exp(-next)) * (noise * options.NoiseScale)) : high;
                t = next;
            }
            loop.Report(i, Math.Exp(-t), result, stages.Denoised);
            return result;
        });
    }

    /// <summary>Where a step to <paramref name="next"/> really goes, and the noise that lifts it to there.</summary>
    private (double Reached, double Noise) Ancestral(double t, double next, double end)
    {
        if (options.Eta == 0.0)
        {
            return (next, 0.0);
        }
        var level = Math.Exp(-next);
        var reached = Math.Min(end, -Math.Log(SamplerMath.AncestralStep(Math.Exp(-t), level, options.Eta).Down));
        var lower = Math.Exp(-reached);
        return (reached, Math.Sqrt(Math.Max((level * level) - (lower * lower), 0.0)));
    }

    private double Error(Tensor low, Tensor high, Tensor previous)
    {
        using var scope = NewDisposeScope();
        var delta = (maximum(low.abs(), previous.abs()) * options.RelativeTolerance).clamp_min(options.AbsoluteTolerance);
        var scaled = (low - high) / delta;
        return Math.Sqrt((scaled * scaled).mean().item<float>());
    }
}
