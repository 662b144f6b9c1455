using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling;

/// <summary>
/// <c>dpmpp_2m</c>: DPM-Solver++(2M) (Lu et al., arXiv:2211.01095, algorithm 2) in t = -ln σ, as ComfyUI runs it for flows too.
/// <code>
/// h = ln(σ/σ'),  r = h_last/h
/// D̄ = (1 + 1/2r)·D - 1/2r·D_last         (first step, σ' = 0: D̄ = D)
/// x ← (σ'/σ)·x + (1 - σ'/σ)·D̄
/// </code>
/// </summary>
internal sealed class Dpmpp2M : ISampler
{
    public Tensor Sample(IDenoiser denoiser, Tensor x, IReadOnlyList<double> sigmas, SamplerContext context)
    {
        var loop = new SamplerLoop(denoiser, sigmas, context);
        using var last = new TensorHistory(1);
        return loop.Run(x, (x, i) =>
        {
            float t = SamplerMath.LogTime(sigmas[i]), next = SamplerMath.LogTime(sigmas[i + 1]), h = next - t;
            var denoised = loop.Predict(x, i);
            var extrapolated = denoised;
            if (last.Count > 0 && sigmas[i + 1] > 0.0)
            {
                var r = (t - SamplerMath.LogTime(sigmas[i - 1])) / h;
                extrapolated = SamplerMath.Combine(1f + (1f / (2f * r)), denoised, -(1f / (2f * r)), last[0]);
            }
            last.Push(denoised);
            var (state, image) = SamplerMath.LogStep(t, next, h);
            return SamplerMath.Combine(state, x, image, extrapolated);
        });
    }
}
