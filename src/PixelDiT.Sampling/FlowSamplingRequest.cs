using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling;

/// <summary>Everything a custom sampler node is told. Tensors are borrowed: never changed or disposed.</summary>
public sealed record FlowSamplingRequest
{
    /// <summary>The network.</summary>
    public required IFlowModel Model { get; init; }

    /// <summary>The model's time axis; default flow shift 4, multiplier 1000.</summary>
    public ModelSamplingFlow ModelSampling { get; init; } = new();

    /// <summary>What model nodes changed about guidance; default nothing.</summary>
    public GuidancePatches Patches { get; init; } = GuidancePatches.None;

    /// <summary>Conditionings and scales.</summary>
    public required Guidance Guidance { get; init; }

    /// <summary>The solver.</summary>
    public required SamplerDefinition Sampler { get; init; }

    /// <summary>Noise levels, 0 … 1, in one direction; repeated ones count once, fewer than two return the latent as it is.</summary>
    public required IReadOnlyList<double> Sigmas { get; init; }

    /// <summary>Initial noise and the seed of the solver's own; default seed 0.</summary>
    public NoiseSource Noise { get; init; } = new(0);

    /// <summary>Start image [B, 3, H, W] in [-1, 1], any float dtype and device; zeros for text to image.</summary>
    public required Tensor Latent { get; init; }

    /// <summary>Which of the seed's noises each row takes (ComfyUI's <c>batch_index</c>); default null, the batch drawn in one call.</summary>
    public IReadOnlyList<long>? BatchIndex { get; init; }

    /// <summary>
    /// Where the image may change: 1 everything, 0 nothing, between by degrees. [H', W'], [b, H', W'] or [b, 1, H', W']; resized to the latent,
    /// repeated to its batch. Default null, everywhere.
    /// </summary>
    public Tensor? NoiseMask { get; init; }

    /// <summary>How the rows of several conditionings are run; default by memory.</summary>
    public RowBatching Batching { get; init; }
}

/// <summary>What a run gives: two new tensors in the caller's dispose scope, [B, 3, H, W], float32, on the latent's device.</summary>
/// <param name="Samples">The latent at the schedule's last noise level.</param>
/// <param name="Denoised">The image that the last step predicted (ComfyUI's <c>denoised_output</c>); the samples where there was no step.</param>
public readonly record struct FlowSamplingResult(Tensor Samples, Tensor Denoised);
