using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling;

/// <summary>
/// <c>dpmpp_2m_cfg_pp</c>: DPM-Solver++(2M) (Lu et al., arXiv:2211.01095, algorithm 2) with CFG++ (arXiv:2406.08070).
/// <code>
/// h = ln(σ/σ'),  r = h_last/h
/// x ← D + e^(-h)·(x - U) + (1 - e^(-h))/(2r)·(D - U_last)      (first step, σ' = 0: without the last term)
/// </code>
/// </summary>
internal sealed class Dpmpp2MCfgPlusPlus : ISampler
{
    public Tensor Sample(IDenoiser denoiser, Tensor x, IReadOnlyList<double> sigmas, SamplerContext context)
    {
        var loop = new SamplerLoop(denoiser, sigmas, context);
        using var last = new TensorHistory(1);
        return loop.Run(x, (x, i) =>
        {
            float t = SamplerMath.LogTime(sigmas[i]), next = SamplerMath.LogTime(sigmas[i + 1]), h = next - t;
            var (denoised, unconditional) = loop.PredictGuided(x, i);
            var decay = MathF.Exp(-h);
            var mixed = unconditional * -decay;
            if (last.Count > 0 && sigmas[i + 1] > 0.0)
            {
                var r = (t - SamplerMath.LogTime(sigmas[i - 1])) / h;
                mixed = mixed + ((denoised - last[0]) * (SamplerMath.LogStep(t, next, h).Denoised * (1f / (2f * r))));
            }
            last.Push(unconditional);
            return denoised + mixed + (x * decay);
        });
    }
}
