using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling;

/// <summary>
/// <c>ddpm</c>: ancestral sampling of denoising diffusion (Ho et al., arXiv:2006.11239, algorithm 2), σ read as variance-exploding
/// noise: ᾱ = 1/(1+σ²), a = ᾱ/ᾱ'.
/// <code>
/// y = x/√(1+σ²),  n = (x - D)/σ
/// y ← (y - (1-a)/√(1-ᾱ)·n)/√a + √((1-a)(1-ᾱ')/(1-ᾱ))·ε      (no noise when σ' = 0)
/// x ← y·√(1+σ'²)
/// </code>
/// </summary>
internal sealed class Ddpm : ISampler
{
    public Tensor Sample(IDenoiser denoiser, Tensor x, IReadOnlyList<double> sigmas, SamplerContext context)
    {
        var loop = new SamplerLoop(denoiser, sigmas, context);
        return loop.Run(x, (x, i) =>
        {
            double sigma = sigmas[i], next = sigmas[i + 1];
            var noise = SamplerMath.Slope(x, loop.Predict(x, i), sigma);
            double bar = 1.0 / (1.0 + (sigma * sigma)), barNext = 1.0 / (1.0 + (next * next));
            var a = bar / barNext;
            // √(1/a)·√ᾱ and √(1/a)/√(1-ᾱ), then the final √(1+σ'²) = √(1/ᾱ').
            var y = SamplerMath.Combine(Math.Sqrt(bar / a), x, -(1.0 - a) / Math.Sqrt(a * (1.0 - bar)), noise);
            if (next > 0.0)
            {
                y = y + (loop.Noise(sigma, next) * Math.Sqrt((1.0 - a) * (1.0 - barNext) / (1.0 - bar)));
                y = y * Math.Sqrt(1.0 / barNext);
            }
            return y;
        });
    }
}
