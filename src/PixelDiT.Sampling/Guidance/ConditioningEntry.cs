using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling;

/// <summary>One entry of a CONDITIONING list. Several entries active at once are averaged by strength.</summary>
/// <param name="Embedding">Text embedding [1 or B, T, D], any float dtype and device; borrowed, never changed or disposed.</param>
public sealed record ConditioningEntry(Tensor Embedding)
{
    /// <summary>Weight in the average of the active entries; default 1.</summary>
    public double Strength { get; init; } = 1.0;

    /// <summary>Share of the way from noise to image at which the entry starts to act, 0 … 1; default 0.</summary>
    public double StartPercent { get; init; }

    /// <summary>Share of the way at which it stops, 0 … 1; default 1.</summary>
    public double EndPercent { get; init; } = 1.0;

    /// <summary>Whether the entry acts at this noise level; both ends belong to it.</summary>
    internal bool ActsAt(double sigma, ModelSamplingFlow sampling) =>
        sigma <= StartSigma(sampling) && sigma >= (float)sampling.PercentToSigma(EndPercent);

    // An entry from the very start has no upper limit: some schedules begin a rounding error above 1.
    private double StartSigma(ModelSamplingFlow sampling) =>
        StartPercent <= 0.0 ? double.PositiveInfinity : (float)sampling.PercentToSigma(StartPercent);
}
