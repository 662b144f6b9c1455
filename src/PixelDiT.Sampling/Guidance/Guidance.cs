using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling;

/// <summary>
/// What a guider says: which conditionings there are and how their predicted images are put together. Immutable, borrows its embeddings,
/// knows no model; <see cref="GuidedDenoiser"/> carries it out.
/// </summary>
public abstract record Guidance
{
    private protected Guidance()
    {
    }

    /// <summary>What the picture shall show: at least one entry.</summary>
    public required IReadOnlyList<ConditioningEntry> Positive { get; init; }

    /// <summary>All entries of all conditionings: whose embeddings a guidance borrows.</summary>
    public IEnumerable<ConditioningEntry> Entries => Inputs.SelectMany(input => input.Entries);

    /// <summary>The conditionings by name, the positive one first.</summary>
    internal abstract IReadOnlyList<(string Name, IReadOnlyList<ConditioningEntry> Entries)> Inputs { get; }

    /// <summary>The name of a conditioning that is needed with these patches but has no entry, and why; or null.</summary>
    internal abstract (string Name, string Reason)? Missing(GuidancePatches patches);

    /// <summary>How many of <see cref="Inputs"/>, counted from the first, have to be evaluated.</summary>
    internal abstract int InputsNeeded(GuidanceStep step, bool needsUnconditional);

    /// <summary>
    /// Guided and unconditional prediction from those of the first <see cref="InputsNeeded"/> inputs. The second is null where none is needed or there
    /// is no negative conditioning.
    /// </summary>
    internal abstract (Tensor Denoised, Tensor? Unconditional) Combine(GuidanceStep step, ReadOnlySpan<Tensor> predictions);

    /// <summary>Refuses a scale that is not finite.</summary>
    internal static double RequireScale(string name, double value) =>
        double.IsFinite(value) ? value : throw new SamplingSettingException(name, value, "a finite number");

    /// <summary>The closeness to 1 at which ComfyUI leaves the negative conditioning out.</summary>
    private protected static bool IsOne(double cfg) => Math.Abs(cfg - 1.0) <= 1e-9 * Math.Max(Math.Abs(cfg), 1.0);
}

/// <summary>No guidance: the positive prediction as it is (ComfyUI's BasicGuider). Solvers that ask for an unconditional prediction get zeros, as there.</summary>
public sealed record BasicGuidance : Guidance
{
    internal override IReadOnlyList<(string Name, IReadOnlyList<ConditioningEntry> Entries)> Inputs => [("positive", Positive)];

    internal override (string Name, string Reason)? Missing(GuidancePatches patches) => null;

    internal override int InputsNeeded(GuidanceStep step, bool needsUnconditional) => 1;

    internal override (Tensor Denoised, Tensor? Unconditional) Combine(GuidanceStep step, ReadOnlySpan<Tensor> predictions) => (predictions[0], null);
}

/// <summary>
/// Classifier-free guidance (Ho and Salimans, arXiv:2207.12598) on the image prediction: D = D_neg + cfg·(D_pos - D_neg). At cfg 1 the
/// negative conditioning is not evaluated.
/// </summary>
public sealed record CfgGuidance : Guidance
{
    private readonly double _cfg = 1.0;

    /// <summary>What the picture shall not show; may be empty where the scale is 1 throughout. Token counts may differ from the positive's.</summary>
    public IReadOnlyList<ConditioningEntry> Negative { get; init; } = [];

    /// <summary>Guidance scale, finite; default 1, no guidance.</summary>
    /// <exception cref="SamplingSettingException">The scale is not finite.</exception>
    public double Cfg
    {
        get => _cfg;
        init => _cfg = RequireScale("cfg", value);
    }

    internal override IReadOnlyList<(string Name, IReadOnlyList<ConditioningEntry> Entries)> Inputs =>
        [("positive", Positive), ("negative", Negative)];

    internal override (string Name, string Reason)? Missing(GuidancePatches patches)
    {
        double[] used = [.. patches.Overrides.Select(o => o.Cfg).Prepend(Cfg).Where(c => !IsOne(c))];
        return Negative.Count > 0 || used.Length == 0 ? null : ("negative", $"cfg is {used[0]:G6}");
    }

    internal override int InputsNeeded(GuidanceStep step, bool needsUnconditional) => needsUnconditional || !IsOne(ScaleAt(step)) ? 2 : 1;

    internal override (Tensor Denoised, Tensor? Unconditional) Combine(GuidanceStep step, ReadOnlySpan<Tensor> predictions) => predictions.Length == 1
        ? (predictions[0], null)
        : (step.Guide(predictions[0], predictions[1], ScaleAt(step)), predictions[1]);

    private double ScaleAt(GuidanceStep step) => step.IsGuided ? step.Scale(Cfg) : 1.0;
}

/// <summary>How <see cref="DualCfgGuidance"/> puts its three predictions together.</summary>
public enum DualCfgStyle
{
    /// <summary>D = D_neg + cfg₂·(D_mid - D_neg) + cfg₁·(D_pos - D_mid) (Brooks et al., InstructPix2Pix, arXiv:2211.09800, eq. 3).</summary>
    Regular,

    /// <summary>D = D_neg + cfg₂·(D_mid + cfg₁·(D_pos - D_mid) - D_neg).</summary>
    Nested,
}

/// <summary>Guidance by two conditionings and a negative one (ComfyUI's DualCFGGuider). Of the patches, overrides do not act on it.</summary>
public sealed record DualCfgGuidance : Guidance
{
    private readonly double _positiveCfg = 1.0;
    private readonly double _middleCfg = 1.0;

    /// <summary>The second positive conditioning, against which <see cref="Guidance.Positive"/> is weighed: at least one entry.</summary>
    public required IReadOnlyList<ConditioningEntry> Middle { get; init; }

    /// <summary>What the picture shall not show: at least one entry.</summary>
    public required IReadOnlyList<ConditioningEntry> Negative { get; init; }

    /// <summary>cfg₁, finite: how far to go from the middle to the positive prediction; default 1.</summary>
    /// <exception cref="SamplingSettingException">The scale is not finite.</exception>
    public double PositiveCfg
    {
        get => _positiveCfg;
        init => _positiveCfg = RequireScale("cfg_conds", value);
    }

    /// <summary>cfg₂, finite: how far to go from the negative prediction; default 1.</summary>
    /// <exception cref="SamplingSettingException">The scale is not finite.</exception>
    public double MiddleCfg
    {
        get => _middleCfg;
        init => _middleCfg = RequireScale("cfg_cond2_negative", value);
    }

    /// <summary>How the predictions are put together; default regular.</summary>
    public DualCfgStyle Style { get; init; }

    internal override IReadOnlyList<(string Name, IReadOnlyList<ConditioningEntry> Entries)> Inputs =>
        [("cond1", Positive), ("cond2", Middle), ("negative", Negative)];

    internal override (string Name, string Reason)? Missing(GuidancePatches patches)
    {
        const string reason = "guidance is dual";
        return Middle.Count == 0 ? ("cond2", reason) : Negative.Count == 0 ? ("negative", reason) : null;
    }

    internal override int InputsNeeded(GuidanceStep step, bool needsUnconditional)
    {
        var (cfg1, cfg2) = ScalesAt(step);
        if (needsUnconditional || !IsOne(cfg2))
        {
            return 3;
        }
        return IsOne(cfg1) ? 1 : Style == DualCfgStyle.Regular ? 2 : 3;
    }

    internal override (Tensor Denoised, Tensor? Unconditional) Combine(GuidanceStep step, ReadOnlySpan<Tensor> predictions)
    {
        var positive = predictions[0];
        if (predictions.Length == 1)
        {
            return (positive, null);
        }
        var middle = predictions[1];
        var (cfg1, cfg2) = ScalesAt(step);
        if (predictions.Length == 2)
        {
            return (middle + ((positive - middle) * cfg1), null);
        }
        var negative = predictions[2];
        return Style == DualCfgStyle.Regular
            ? (step.Guide(middle, negative, cfg2) + ((positive - middle) * cfg1), negative)
            : (negative + ((step.Guide(positive, middle, cfg1) - negative) * cfg2), middle);
    }

    // Where guidance is off both scales are 1, and either formula is the positive prediction.
    private (double Positive, double Middle) ScalesAt(GuidanceStep step) => step.IsGuided ? (PositiveCfg, MiddleCfg) : (1.0, 1.0);
}
