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
        using var scope = NewDisposeScope();
        var result = FlowSampling.Run(
            new FlowSamplingRequest
            {
                Model = request.Model,
                ModelSampling = request.ModelSampling,
                Patches = request.Patches,
                Guidance = new CfgGuidance { Positive = request.Positive, Negative = request.Negative, Cfg = request.Cfg },
                Sampler = definition,
                Sigmas = Sigmas(request, definition),
                Noise = new NoiseSource(request.Seed) { IsDisabled = request.DisableNoise },
                Latent = request.Latent,
                BatchIndex = request.BatchIndex,
                NoiseMask = request.NoiseMask,
                Batching = request.Batching,
            },
            onStep,
            cancellation);
        return result.Samples.MoveToOuterDisposeScope();
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
        return sigmas;
    }

    private static void RequireNotNegative(string setting, int? step)
    {
        if (step < 0)
        {
            throw new SamplingSettingException(setting, step, "0 or more");
        }
    }
}
