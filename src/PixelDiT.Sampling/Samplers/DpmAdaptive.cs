using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling;

/// <summary>
/// <c>dpm_adaptive</c>: DPM-Solver-23 with step size control (Lu et al., arXiv:2206.00927, appendix C): each step is taken with orders 2
/// and 3, kept when their difference is within tolerance, and its length in t = -ln σ adapted. Of the schedule only the ends count; a
/// final 0 is replaced by the σ before it, and the result stays at that noise level.
/// <code>
/// e = ‖(x₂ - x₃)/max(atol, rtol·max(|x₂|, |x_prev|))‖ / √n,   factor = 1 + atan(e^(-1/3) - 1)
/// accept when factor ≥ 0.81;   h ← factor·h
/// </code>
/// </summary>
internal sealed class DpmAdaptive(double relativeTolerance = 0.05, double absoluteTolerance = 0.0078, double firstStep = 0.05) : ISampler
{
    private const double AcceptFactor = 0.81;

    public Tensor Sample(IDenoiser denoiser, Tensor x, IReadOnlyList<double> sigmas, SamplerContext context)
    {
        var loop = new SamplerLoop(denoiser, sigmas, context);
        if (loop.Steps == 0)
        {
            return x.alias();
        }
        double t = -Math.Log(sigmas[0]), end = -Math.Log(sigmas[^1] == 0.0 ? sigmas[^2] : sigmas[^1]);
        var h = firstStep;
        using var previous = new TensorHistory(1);
        previous.Push(x);
        return loop.RunWhile(x, _ => t < end - 1e-5, (x, i) =>
        {
            var next = Math.Min(end, t + h);
            var stages = new DpmSolverStages(loop, x, t, next - t);
            var low = stages.Second(1.0 / 3.0);
            var high = stages.Third();
            var factor = 1.0 + Math.Atan(Math.Pow(1.0 / (Error(low, high, previous[0]) + 1e-8), 1.0 / 3.0) - 1.0);
            // A NaN would be rejected for ever.
            if (!double.IsFinite(factor))
            {
                throw loop.NonFinite(i);
            }
            h *= factor;
            if (factor >= AcceptFactor)
            {
                previous.Push(low);
                t = next;
            }
            var result = factor >= AcceptFactor ? high : x;
            loop.Report(i, Math.Exp(-t), result, stages.Denoised);
            return result;
        });
    }

    private double Error(Tensor low, Tensor high, Tensor previous)
    {
        using var scope = NewDisposeScope();
        var delta = (maximum(low.abs(), previous.abs()) * relativeTolerance).clamp_min(absoluteTolerance);
        var scaled = (low - high) / delta;
        return Math.Sqrt((scaled * scaled).mean().item<float>());
    }
}
