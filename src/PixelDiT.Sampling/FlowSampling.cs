using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling;

/// <summary>One run of a solver on a flow model: noise in, image out. KSampler and custom sampler nodes end here.</summary>
public static class FlowSampling
{
    /// <summary>How far above 1 a σ may lie: schedules of other shifts begin a rounding error above it.</summary>
    private const double SigmaSlack = 1e-4;

    /// <summary>
    /// Mixes noise into the latent, walks the schedule, undoes the mixing:
    /// x = σ₀·noise + (1-σ₀)·latent, then the solver, then x/(1-σ_last).
    /// </summary>
    /// <param name="request">The settings.</param>
    /// <param name="onStep">Called once a step, on this thread, with tensors that are valid only during the call; or null.</param>
    /// <param name="cancellation">Looked at before every forward pass.</param>
    /// <exception cref="SamplingSettingException">A setting is impossible.</exception>
    /// <exception cref="NonFiniteLatentException">A step gave NaN or infinity.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static FlowSamplingResult Run(
        FlowSamplingRequest request, Action<SamplingStep>? onStep = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var shape = RequireLatent(request.Latent);
        RequireSigmas(request.Sigmas);
        // A step of no length (long schedules repeat entries of a table) leaves the latent as it is, but multistep solvers divide by its length.
        request = request with { Sigmas = [.. request.Sigmas.Where((sigma, i) => i == 0 || sigma != request.Sigmas[i - 1])] };

        using var scope = NewDisposeScope();
        using var inference = no_grad();
        if (request.Sigmas.Count < 2)
        {
            // A lone σ is no step: mixing noise in and dividing it out again would only lose the latent.
            var unchanged = request.Latent.to(ScalarType.Float32).clone();
            return new FlowSamplingResult(unchanged.MoveToOuterDisposeScope(), unchanged.clone().MoveToOuterDisposeScope());
        }
        using var guided = new GuidedDenoiser(
            request.Model, request.ModelSampling, request.Guidance, request.Patches, (int)shape[0], request.Batching, cancellation);
        using var last = new TensorHistory(1);
        var samples = Walk(request, guided, Remember, cancellation);
        var denoised = last.Count > 0 ? last[0].clone() : samples.clone();
        return new FlowSamplingResult(
            samples.to(request.Latent.device).MoveToOuterDisposeScope(), denoised.to(request.Latent.device).MoveToOuterDisposeScope());

        void Remember(SamplingStep step)
        {
            last.Clear();
            last.Push(step.Denoised);
            onStep?.Invoke(step);
        }
    }

    private static Tensor Walk(FlowSamplingRequest request, GuidedDenoiser guided, Action<SamplingStep> onStep, CancellationToken cancellation)
    {
        var device = guided.Device;
        var sigmas = request.Sigmas;
        var latent = request.Latent.to(ScalarType.Float32).to(device);
        var noise = request.Noise.Draw(latent.shape, request.BatchIndex).to(device);
        var start = SamplerMath.Combine(sigmas[0], noise, 1.0 - sigmas[0], latent);
        var stepNoise = StepNoise(request, start);
        using var ownedNoise = stepNoise as IDisposable;
        var context = new SamplerContext
        {
            SamplerName = request.Sampler.Name,
            ModelSampling = request.ModelSampling,
            Noise = stepNoise,
            OnStep = onStep,
            Cancellation = cancellation,
        };
        IDenoiser denoiser = request.NoiseMask is { } mask
            ? new MaskedDenoiser(guided, NoiseMask.For(mask, latent), latent, KeptNoise(request, noise))
            : guided;
        var samples = request.Sampler.Sampler.Sample(denoiser, start, sigmas, context);
        return sigmas[^1] == 0.0 ? samples : samples / (1.0 - sigmas[^1]);
    }

    private static IStepNoise StepNoise(FlowSamplingRequest request, Tensor start) => request.Sampler.StepNoise switch
    {
        StepNoiseKind.BrownianOnCpu => new BrownianStepNoise(start.shape, start.device, CPU, request.Sigmas, request.Noise.Seed),
        StepNoiseKind.BrownianOnDevice => new BrownianStepNoise(start.shape, start.device, start.device, request.Sigmas, request.Noise.Seed),
        _ => new GeneratorStepNoise(start.shape, start.device, request.Noise.Seed),
    };

    /// <summary>What the kept part of a masked image is noised with: the initial noise, or the next seed's for samplers that ask for it.</summary>
    private static Tensor KeptNoise(FlowSamplingRequest request, Tensor noise) => request.Sampler.UsesFreshInpaintNoise
        ? InitialNoise.Draw(noise.shape, unchecked(request.Noise.Seed + 1)).to(noise.device)
        : noise;

    private static long[] RequireLatent(Tensor latent)
    {
        var shape = latent.shape;
        if (shape.Length != 4 || shape[1] != 3 || shape.Any(n => n < 1))
        {
            throw new SamplingSettingException("latent", $"of shape [{string.Join(", ", shape)}]", "images [batch, 3, height, width] in pixel space");
        }
        return shape;
    }

    private static void RequireSigmas(IReadOnlyList<double> sigmas)
    {
        ArgumentNullException.ThrowIfNull(sigmas);
        for (var i = 0; i < sigmas.Count; i++)
        {
            if (!(sigmas[i] >= 0.0 && sigmas[i] <= 1.0 + SigmaSlack))
            {
                throw Refuse(i, "values from 0 to 1: a flow model knows no other noise level");
            }
            if (sigmas[i] == 0.0 && i < sigmas.Count - 1)
            {
                throw Refuse(i, "0 only at the end");
            }
            if (i >= 2 && (sigmas[i] - sigmas[i - 1]) * (sigmas[1] - sigmas[0]) < 0.0)
            {
                throw Refuse(i, "values that only fall, or only rise");
            }
        }
        if (sigmas.Count > 1 && sigmas[^1] >= 1.0)
        {
            throw Refuse(sigmas.Count - 1, "a last value below 1, where something of the image is left");
        }

        SamplingSettingException Refuse(int i, string expected)
        {
            var before = i > 0 ? $" after {sigmas[i - 1]:G6}" : "";
            return new SamplingSettingException("sigmas", $"{sigmas[i]:G6} at position {i}{before}", expected);
        }
    }
}
