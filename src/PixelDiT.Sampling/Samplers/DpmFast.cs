using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling;

/// <summary>
/// <c>dpm_fast</c>: DPM-Solver-fast (Lu et al., arXiv:2206.00927, section 3.4): n model evaluations spent on third-order steps evenly
/// spaced in t = -ln σ, the remainder on lower orders at the end. Of the schedule only its ends and its length count; a final 0 is
/// replaced by the σ before it, and the result stays at that noise level.
/// </summary>
internal sealed class DpmFast : ISampler
{
    public Tensor Sample(IDenoiser denoiser, Tensor x, IReadOnlyList<double> sigmas, SamplerContext context)
    {
        var loop = new SamplerLoop(denoiser, sigmas, context);
        if (loop.Steps == 0)
        {
            return x.alias();
        }
        var orders = Orders(loop.Steps);
        double start = -Math.Log(sigmas[0]), end = -Math.Log(sigmas[^1] == 0.0 ? sigmas[^2] : sigmas[^1]);
        return loop.RunWhile(x, i => i < orders.Length, (x, i) =>
        {
            var t = start + ((end - start) * i / orders.Length);
            var stages = new DpmSolverStages(loop, x, t, (end - start) / orders.Length);
            loop.Report(i, Math.Exp(-t), x, stages.Denoised);
            return orders[i] switch
            {
                1 => stages.First(),
                2 => stages.Second(0.5),
                _ => stages.Third(),
            };
        });
    }

    /// <summary>Orders of the steps that spend exactly <paramref name="evaluations"/>.</summary>
    internal static int[] Orders(int evaluations)
    {
        var steps = (evaluations / 3) + 1;
        return evaluations % 3 == 0
            ? [.. Enumerable.Repeat(3, steps - 2), 2, 1]
            : [.. Enumerable.Repeat(3, steps - 1), evaluations % 3];
    }
}
