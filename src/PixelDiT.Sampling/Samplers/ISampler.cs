using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling;

/// <summary>A solver: walks a latent along a schedule. It knows neither guidance nor how the schedule was made. Stateless.</summary>
public interface ISampler
{
    /// <summary>Runs the whole schedule.</summary>
    /// <param name="denoiser">Predicts the image from a noisy latent.</param>
    /// <param name="x">Latent at noise level <c>sigmas[0]</c>, [B, 3, H, W], float32; not changed.</param>
    /// <param name="sigmas">Noise levels, descending; n+1 values make n steps. Fewer than two leave <paramref name="x"/> as it is.</param>
    /// <param name="context">The model's time axis, noise, progress and cancellation of this run.</param>
    /// <returns>Latent at noise level <c>sigmas[^1]</c>: a new tensor in the caller's dispose scope.</returns>
    /// <exception cref="OperationCanceledException">The context's token was cancelled; no tensor is left behind.</exception>
    /// <exception cref="NonFiniteLatentException">A step gave NaN or infinity.</exception>
    Tensor Sample(IDenoiser denoiser, Tensor x, IReadOnlyList<double> sigmas, SamplerContext context);
}

/// <summary>What a sampler needs besides the denoiser, the latent and the schedule.</summary>
public sealed record SamplerContext
{
    /// <summary>The sampler's name, for errors.</summary>
    public required string SamplerName { get; init; }

    /// <summary>The model's time axis.</summary>
    public required ModelSamplingFlow ModelSampling { get; init; }

    /// <summary>Noise for stochastic steps; deterministic samplers never draw from it.</summary>
    public required IStepNoise Noise { get; init; }

    /// <summary>Called once a step on the sampling thread, or null.</summary>
    public Action<SamplingStep>? OnStep { get; init; }

    /// <summary>Looked at before every model evaluation.</summary>
    public CancellationToken Cancellation { get; init; }
}

/// <summary>One step's progress. Its tensors are borrowed: they are valid only until the callback returns.</summary>
public sealed class SamplingStep
{
    internal SamplingStep(int step, int total, double sigma, Tensor latent, Tensor denoised)
    {
        Step = step;
        Total = total;
        Sigma = sigma;
        Latent = latent;
        Denoised = denoised;
    }

    /// <summary>This step, counted from 1: what ComfyUI sends as progress <c>value</c>.</summary>
    public int Step { get; }

    /// <summary>Steps of the whole run: ComfyUI's progress <c>max</c>.</summary>
    public int Total { get; }

    /// <summary>Noise level at the step's beginning.</summary>
    public double Sigma { get; }

    /// <summary>The latent at the step's beginning, [B, 3, H, W], float32, on the model's device.</summary>
    public Tensor Latent { get; }

    /// <summary>The predicted image x₀, [B, 3, H, W], float32 about [-1, 1], on the model's device: what a preview shows.</summary>
    public Tensor Denoised { get; }
}
