using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling;

/// <summary>
/// <c>heun_pec</c>: Heun's method as the class-conditional PixelDiT is sampled with it: predict, evaluate, correct, without the evaluation after the
/// correction. The next step predicts with the last corrector's slope d₂, so a step costs one evaluation where <c>heun</c> takes two.
/// <code>
/// x₂ = x + (σ' - σ)·d,   d₂ = (x₂ - D(x₂, σ')) / σ',   x ← x + (σ' - σ)·(d + d₂)/2,   d ← d₂      (σ' = 0: x ← x₂)
/// </code>
/// </summary>
internal sealed class HeunPec : ISampler
{
    public Tensor Sample(IDenoiser denoiser, Tensor x, IReadOnlyList<double> sigmas, SamplerContext context)
    {
        var loop = new SamplerLoop(denoiser, sigmas, context);
        using var corrector = new TensorHistory(1);
        return loop.Run(x, (x, i) =>
        {
            double sigma = sigmas[i], next = sigmas[i + 1];
            var slope = corrector.Count > 0 ? corrector[0] : SamplerMath.Slope(x, loop.Predict(x, i), sigma);
            if (i > 0)
            {
                // No evaluation here: the image that the slope points to.
                loop.Report(i, x, x - (slope * sigma));
            }
            var predicted = x + (slope * (next - sigma));
            if (next == 0.0)
            {
                return predicted;
            }
            var endSlope = SamplerMath.Slope(predicted, loop.Denoise(predicted, next), next);
            var corrected = x + ((slope + endSlope) * (0.5 * (next - sigma)));
            corrector.Push(endSlope);
            return corrected;
        });
    }
}
