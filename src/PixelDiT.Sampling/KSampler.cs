using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling;

/// <summary>ComfyUI's KSampler: schedule, noise, guidance and solver put together from names and numbers.</summary>
public static class KSampler
{
    /// <summary>Samples a batch of images.</summary>
    /// <param name="request">The settings.</param>
    /// <param name="onStep">Called once a step, on this thread, with tensors that are valid only during the call; or null.</param>
    /// <param name="cancellation">Looked at before every forward pass.</param>
    /// <returns>
    /// Images [B, 3, H, W], float32, about [-1, 1], on the latent's device: a new tensor in the caller's dispose scope. Nothing else stays.
    /// </returns>
    /// <exception cref="SamplingSettingException">A setting is impossible.</exception>
    /// <exception cref="UnknownSamplingNameException">No such sampler or scheduler; the message lists the known ones.</exception>
    /// <exception cref="NonFiniteLatentException">A step gave NaN or infinity.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static Tensor Sample(KSamplerRequest request, Action<SamplingStep>? onStep = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var definition = Samplers.Get(request.SamplerName);
        var sigmas = Sigmas(request, definition);
        var shape = RequireLatent(request.Latent);

        using var scope = NewDisposeScope();
        using var inference = no_grad();
        if (sigmas.Length == 0)
        {
            return request.Latent.to(ScalarType.Float32).clone().MoveToOuterDisposeScope();
        }
        using var denoiser = new CfgDenoiser(
            request.Model, request.ModelSampling, request.Positive, request.Negative, request.Cfg, (int)shape[0], request.Batching, cancellation);
        var noise = request.DisableNoise
            ? zeros(shape, ScalarType.Float32, CPU)
            : InitialNoise.Draw(shape, request.Seed, request.BatchIndex);
        var result = FlowSampling.Run(
            denoiser, definition, request.ModelSampling, sigmas, noise, request.Latent, request.Seed, onStep, cancellation);
        return result.MoveToOuterDisposeScope();
    }

    /// <summary>The part of the schedule that is walked; empty when there is nothing to do.</summary>
    internal static double[] Sigmas(KSamplerRequest request, SamplerDefinition definition)
    {
        var sigmas = Schedulers.Compute(
            request.SchedulerName, request.ModelSampling, request.Steps, request.Denoise, definition.DiscardsPenultimateSigma);
        RequireNotNegative("start_at_step", request.StartStep);
        RequireNotNegative("end_at_step", request.LastStep);
        if (request.LastStep is { } last && last < sigmas.Length - 1)
        {
            sigmas = sigmas[..(last + 1)];
            if (request.ForceFullDenoise)
            {
                sigmas[^1] = 0.0;
            }
        }
        if (request.StartStep is { } start)
        {
            sigmas = start < sigmas.Length - 1 ? sigmas[start..] : [];
        }
        // A lone σ is no step: mixing noise in and dividing it out again would only lose the latent.
        return sigmas.Length < 2 ? [] : sigmas;
    }

    private static void RequireNotNegative(string setting, int? step)
    {
        if (step < 0)
        {
            throw new SamplingSettingException(setting, step, "0 or more");
        }
    }

    private static long[] RequireLatent(Tensor latent)
    {
        var shape = latent.shape;
        if (shape.Length != 4 || shape[1] != 3 || shape.Any(n => n < 1))
        {
            throw new SamplingSettingException("latent", $"of shape [{string.Join(", ", shape)}]", "images [batch, 3, height, width] in pixel space");
        }
        return shape;
    }
}
