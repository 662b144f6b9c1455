using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling;

/// <summary>
/// <c>flow_adams_bashforth</c>: what PixelDiT's authors sample the class-conditional model with and call FlowDPM-Solver: two-step Adams-Bashforth on the
/// velocity v = (x - D)/σ, with the weights of equal steps whatever the steps are.
/// <code>
/// x ← x + (σ' - σ)·(3/2·v - 1/2·v_last)          (first step: x + (σ' - σ)·v)
/// </code>
/// Its own schedule is <c>uniform_flow</c>.
/// </summary>
internal sealed class FlowAdamsBashforth : ISampler
{
    public Tensor Sample(IDenoiser denoiser, Tensor x, IReadOnlyList<double> sigmas, SamplerContext context)
    {
        var loop = new SamplerLoop(denoiser, sigmas, context);
        using var last = new TensorHistory(1);
        return loop.Run(x, (x, i) =>
        {
            var velocity = SamplerMath.Slope(x, loop.Predict(x, i), sigmas[i]);
            var direction = last.Count > 0 ? SamplerMath.Combine(1.5, velocity, -0.5, last[0]) : velocity;
            last.Push(velocity);
            return x + (direction * (sigmas[i + 1] - sigmas[i]));
        });
    }
}
