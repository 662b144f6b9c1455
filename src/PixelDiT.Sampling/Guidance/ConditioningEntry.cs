using PixelDiT.Models.PixelDiT;
using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling;

/// <summary>One entry of a CONDITIONING list. Several entries active at once are averaged by strength.</summary>
/// <param name="Embedding">
/// Text embedding [1 or B, T, D] of any float dtype, or class index [1 or B, 1, 1] of int64; any device; borrowed, never changed or disposed.
/// </param>
public sealed record ConditioningEntry(Tensor Embedding)
{
    /// <summary>What the entry is: its element type tells.</summary>
    public ConditioningKind Kind => KindOf(Embedding);

    /// <summary>Weight in the average of the active entries; default 1.</summary>
    public double Strength { get; init; } = 1.0;

    /// <summary>Share of the way from noise to image at which the entry starts to act, 0 … 1; default 0.</summary>
    public double StartPercent { get; init; }

    /// <summary>Share of the way at which it stops, 0 … 1; default 1.</summary>
    public double EndPercent { get; init; } = 1.0;

    /// <summary>The entry for a class.</summary>
    /// <param name="index">Its index, or null for the null class of whatever model it is given to.</param>
    /// <returns>An entry whose embedding is in the caller's dispose scope.</returns>
    public static ConditioningEntry OfClass(long? index) => new(full([1, 1, 1], index ?? PixelDiTC2I.AnyNullClass, ScalarType.Int64));

    /// <summary>An embedding of the same kind and shape that says nothing: zeros for a text, the null class for a class.</summary>
    /// <param name="embedding">The embedding; not changed.</param>
    /// <returns>A new tensor in the caller's dispose scope.</returns>
    public static Tensor Nothing(Tensor embedding) =>
        KindOf(embedding) == ConditioningKind.Class ? full_like(embedding, PixelDiTC2I.AnyNullClass) : zeros_like(embedding);

    /// <summary>Whether the entry acts at this noise level; both ends belong to it.</summary>
    internal bool ActsAt(double sigma, ModelSamplingFlow sampling) =>
        sigma <= StartSigma(sampling) && sigma >= (float)sampling.PercentToSigma(EndPercent);

    // An entry from the very start has no upper limit: some schedules begin a rounding error above 1.
    private double StartSigma(ModelSamplingFlow sampling) =>
        StartPercent <= 0.0 ? double.PositiveInfinity : (float)sampling.PercentToSigma(StartPercent);

    private static ConditioningKind KindOf(Tensor embedding) => embedding.dtype == ScalarType.Int64 ? ConditioningKind.Class : ConditioningKind.Text;
}
