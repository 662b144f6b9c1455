using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling;

/// <summary>
/// Keeps part of an image, as ComfyUI does: before each evaluation the kept part of the latent is replaced by the image noised to the
/// level at hand, after it the prediction's by the image itself.
/// <code>
/// x̃ = m·x + (1-m)·(σ·noise + (1-σ)·image)
/// D = m·D(x̃, σ) + (1-m)·image
/// </code>
/// The unconditional prediction of CFG++ samplers is that of x̃, not blended.
/// </summary>
/// <param name="inner">The denoiser that sees blended latents.</param>
/// <param name="mask">m, [B, 1, H, W], 1 where the image changes; borrowed.</param>
/// <param name="image">The image to keep, [B, 3, H, W]; borrowed.</param>
/// <param name="noise">Its noise, [B, 3, H, W]; borrowed.</param>
internal sealed class MaskedDenoiser(IDenoiser inner, Tensor mask, Tensor image, Tensor noise) : IDenoiser
{
    public Device Device => inner.Device;

    public Tensor Denoise(Tensor x, double sigma)
    {
        using var scope = NewDisposeScope();
        return Blend(inner.Denoise(Noised(x, sigma), sigma), image).MoveToOuterDisposeScope();
    }

    public GuidedPrediction DenoiseGuided(Tensor x, double sigma)
    {
        using var scope = NewDisposeScope();
        var (denoised, unconditional) = inner.DenoiseGuided(Noised(x, sigma), sigma);
        return new GuidedPrediction(Blend(denoised, image).MoveToOuterDisposeScope(), unconditional.MoveToOuterDisposeScope());
    }

    private Tensor Noised(Tensor x, double sigma) => Blend(x, SamplerMath.Combine(sigma, noise, 1.0 - sigma, image));

    private Tensor Blend(Tensor changed, Tensor kept) => (changed * mask) + (kept * (1.0 - mask));
}
