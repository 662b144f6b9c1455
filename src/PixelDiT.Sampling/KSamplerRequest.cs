using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling;

/// <summary>Everything ComfyUI's KSampler (and KSamplerAdvanced) is told. Tensors are borrowed: never changed or disposed.</summary>
public sealed record KSamplerRequest
{
    /// <summary>The network.</summary>
    public required IFlowModel Model { get; init; }

    /// <summary>The model's time axis; default flow shift 4, multiplier 1000.</summary>
    public ModelSamplingFlow ModelSampling { get; init; } = new();

    /// <summary>What model nodes changed about guidance; default nothing.</summary>
    public GuidancePatches Patches { get; init; } = GuidancePatches.None;

    /// <summary>Positive conditioning, at least one entry.</summary>
    public required IReadOnlyList<ConditioningEntry> Positive { get; init; }

    /// <summary>Negative conditioning; may be empty when <see cref="Cfg"/> is 1. Its token counts may differ from the positive's.</summary>
    public IReadOnlyList<ConditioningEntry> Negative { get; init; } = [];

    /// <summary>Start image [B, 3, H, W] in [-1, 1], any float dtype and device; zeros for text to image.</summary>
    public required Tensor Latent { get; init; }

    /// <summary>Seed of the noise; default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>Steps, 1 … <see cref="Schedulers.MaxSteps"/>; default 20.</summary>
    public int Steps { get; init; } = 20;

    /// <summary>Guidance scale; default 8, 1 evaluates the positive rows alone.</summary>
    public double Cfg { get; init; } = 8.0;

    /// <summary>One of <see cref="Samplers.Names"/>; default <c>euler</c>.</summary>
    public string SamplerName { get; init; } = "euler";

    /// <summary>One of <see cref="Schedulers.Names"/>; default <c>simple</c>.</summary>
    public string SchedulerName { get; init; } = "simple";

    /// <summary>Share of the way from noise to image that is walked, above 0; default 1.</summary>
    public double Denoise { get; init; } = 1.0;

    /// <summary>Starts from the latent alone: zeros in place of initial noise; default false.</summary>
    public bool DisableNoise { get; init; }

    /// <summary>Where the image may change, as in <see cref="FlowSamplingRequest.NoiseMask"/>; default null, everywhere.</summary>
    public Tensor? NoiseMask { get; init; }

    /// <summary>Which of the seed's noises each row takes (ComfyUI's <c>batch_index</c>); default null, the batch drawn in one call.</summary>
    public IReadOnlyList<long>? BatchIndex { get; init; }

    /// <summary>First step to take, counted from 0; default null, the first. At or past the last step the latent is returned unchanged.</summary>
    public int? StartStep { get; init; }

    /// <summary>Step to stop before; default null, after the last.</summary>
    public int? LastStep { get; init; }

    /// <summary>When stopping early, make the last step go to zero noise all the same; default false.</summary>
    public bool ForceFullDenoise { get; init; }

    /// <summary>How conditional and unconditional rows are run; default by memory.</summary>
    public RowBatching Batching { get; init; }
}
