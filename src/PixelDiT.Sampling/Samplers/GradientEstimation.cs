using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling;

/// <summary>
/// <c>gradient_estimation</c> and its <c>_cfg_pp</c> form: Euler with the last change of slope added (Permenter and Yuan,
/// arXiv:2306.04848, section 4), γ = 2.
/// <code>
/// d = (x - D)/σ
/// x ← x + (σ' - σ)·(d + (γ-1)·(d - d_last))          (σ' = 0: x ← D)
/// </code>
/// CFG++: d = (x - U)/σ with the unconditional U, and the Euler part is D + σ'·d.
/// </summary>
internal sealed class GradientEstimation(bool cfgPlusPlus, double gamma = 2.0) : ISampler
{
    public Tensor Sample(IDenoiser denoiser, Tensor x, IReadOnlyList<double> sigmas, SamplerContext context)
    {
        var loop = new SamplerLoop(denoiser, sigmas, context);
        using var last = new TensorHistory(1);
        return loop.Run(x, (x, i) =>
        {
            double sigma = sigmas[i], next = sigmas[i + 1];
            Tensor denoised, direction;
            if (cfgPlusPlus)
            {
                (denoised, direction) = loop.PredictGuided(x, i);
            }
            else
            {
                denoised = direction = loop.Predict(x, i);
            }
            var slope = SamplerMath.Slope(x, direction, sigma);
            var result = denoised;
            if (next != 0.0)
            {
                result = cfgPlusPlus ? denoised + (slope * next) : x + (slope * (next - sigma));
                if (last.Count > 0)
                {
                    result = result + ((slope - last[0]) * ((gamma - 1.0) * (next - sigma)));
                }
            }
            last.Push(slope);
            return result;
        });
    }
}
