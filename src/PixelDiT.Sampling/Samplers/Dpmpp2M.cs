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
            // Float32 like the reference's own scalars: with uneven steps 1/2r multiplies their rounding into the image.
            float t = LogTime(sigmas[i]), tNext = LogTime(sigmas[i + 1]), h = tNext - t;
            var denoised = loop.Predict(x, i);
            var extrapolated = denoised;
            if (last.Count > 0 && sigmas[i + 1] > 0.0)
            {
                var half = 1f / (2f * ((t - LogTime(sigmas[i - 1])) / h));
                extrapolated = SamplerMath.Combine(1f + half, denoised, -half, last[0]);
            }
            last.Push(denoised);
            return SamplerMath.Combine(MathF.Exp(-tNext) / MathF.Exp(-t), x, -(float)SamplerMath.Expm1(-h), extrapolated);
        });
    }

    private static float LogTime(double sigma) => -MathF.Log((float)sigma);
}
