using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling;

/// <summary>One run of a solver on a flow model: noise in, image out. KSampler and custom sampler nodes end here.</summary>
public static class FlowSampling
{
    /// <summary>
    /// Mixes noise into the latent, walks the schedule, undoes the mixing:
    /// x = σ₀·noise + (1-σ₀)·latent, then the solver, then x/(1-σ_last).
    /// </summary>
    /// <param name="denoiser">Guided model.</param>
    /// <param name="sampler">Solver.</param>
    /// <param name="modelSampling">The model's time axis.</param>
    /// <param name="sigmas">Noise levels, descending; none returns a copy of the latent.</param>
    /// <param name="noise">Standard normal noise of the latent's shape, any device; borrowed.</param>
    /// <param name="latent">Start image [B, 3, H, W] in [-1, 1]; borrowed.</param>
    /// <param name="seed">Seed of the noise that stochastic solvers add.</param>
    /// <param name="onStep">Called once a step on this thread, or null.</param>
    /// <param name="cancellation">Looked at before every model evaluation.</param>
    /// <returns>[B, 3, H, W], float32, on the latent's device: a new tensor in the caller's dispose scope.</returns>
    /// <exception cref="NonFiniteLatentException">A step gave NaN or infinity.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static Tensor Run(
        IDenoiser denoiser,
        SamplerDefinition sampler,
        ModelSamplingFlow modelSampling,
        IReadOnlyList<double> sigmas,
        Tensor noise,
        Tensor latent,
        ulong seed,
        Action<SamplingStep>? onStep = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(denoiser);
        ArgumentNullException.ThrowIfNull(sampler);
        ArgumentNullException.ThrowIfNull(modelSampling);
        ArgumentNullException.ThrowIfNull(sigmas);
        ArgumentNullException.ThrowIfNull(noise);
        ArgumentNullException.ThrowIfNull(latent);

        using var scope = NewDisposeScope();
        using var inference = no_grad();
        if (sigmas.Count == 0)
        {
            return latent.to(ScalarType.Float32).clone().MoveToOuterDisposeScope();
        }
        var device = denoiser.Device;
        var start = SamplerMath.Combine(
            sigmas[0], noise.to(ScalarType.Float32).to(device), 1.0 - sigmas[0], latent.to(ScalarType.Float32).to(device));
        using var stepNoise = new GeneratorStepNoise(start.shape, device, seed);
        var context = new SamplerContext
        {
            SamplerName = sampler.Name,
            ModelSampling = modelSampling,
            Noise = stepNoise,
            OnStep = onStep,
            Cancellation = cancellation,
        };
        var samples = sampler.Sampler.Sample(denoiser, start, sigmas, context);
        var last = sigmas[^1];
        var image = last == 0.0 ? samples : samples / (1.0 - last);
        return image.to(latent.device).MoveToOuterDisposeScope();
    }
}
