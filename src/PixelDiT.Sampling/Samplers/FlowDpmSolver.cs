using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling;

/// <summary>
/// <c>flow_dpm_solver</c>: the text-to-image solver of PixelDiT's authors, DPM-Solver++(2M) (Lu et al., arXiv:2211.01095, algorithm 2) in
/// λ = ln((1-σ)/σ). With α = 1-σ, h = λ' - λ, r = h_last/h:
/// <code>
/// x ← (σ'/σ)·x + α'·(1 - e^(-h))·(D + (D - D_last)/2r)          (first and last step without the second difference; σ' = 0: x ← D)
/// </code>
/// Its own schedule is <c>time_uniform_flow</c>.
/// </summary>
internal sealed class FlowDpmSolver : ISampler
{
    public Tensor Sample(IDenoiser denoiser, Tensor x, IReadOnlyList<double> sigmas, SamplerContext context)
    {
        var s = SamplerMath.WithFiniteFirstSnr(sigmas, context.ModelSampling);
        var loop = new SamplerLoop(denoiser, s, context);
        using var last = new TensorHistory(1);
        return loop.Run(x, (x, i) =>
        {
            double sigma = s[i], next = s[i + 1];
            var denoised = loop.Predict(x, i);
            if (next == 0.0)
            {
                return denoised;
            }
            var (h, direction) = (Width(s, i), denoised);
            if (last.Count > 0 && i < loop.Steps - 1)
            {
                direction = denoised + ((denoised - last[0]) * (h / (2.0 * Width(s, i - 1))));
            }
            last.Push(denoised);
            return SamplerMath.Combine(next / sigma, x, -(1.0 - next) * SamplerMath.Expm1(-h), direction);
        });
    }

    private static double Width(double[] s, int i) => ModelSamplingFlow.HalfLogSnr(s[i + 1]) - ModelSamplingFlow.HalfLogSnr(s[i]);
}
