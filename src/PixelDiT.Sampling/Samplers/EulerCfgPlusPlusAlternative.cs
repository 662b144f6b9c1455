using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling;

/// <summary>
/// The alternative version of ComfyUI's SamplerEulerCFG++: an Euler step from the latent moved by U - D, U the unconditional prediction.
/// <code>
/// d = (x - D + U - D)/σ
/// x ← x + (σ' - σ)·d
/// </code>
/// </summary>
internal sealed class EulerCfgPlusPlusAlternative : ISampler
{
    public Tensor Sample(IDenoiser denoiser, Tensor x, IReadOnlyList<double> sigmas, SamplerContext context)
    {
        var loop = new SamplerLoop(denoiser, sigmas, context);
        return loop.Run(x, (x, i) =>
        {
            var (denoised, unconditional) = loop.PredictGuided(x, i);
            var slope = SamplerMath.Slope(x - denoised + unconditional, denoised, sigmas[i]);
            return x + (slope * (sigmas[i + 1] - sigmas[i]));
        });
    }
}
