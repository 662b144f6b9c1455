namespace PixelDiT.Sampling;

/// <summary>What model nodes change about guidance, whatever the guider is. Immutable; <see cref="None"/> changes nothing.</summary>
public sealed record GuidancePatches
{
    private readonly double _rescale;

    /// <summary>No patch.</summary>
    public static GuidancePatches None { get; } = new();

    /// <summary>
    /// RescaleCFG's multiplier φ, 0 … 1, default 0 (off): the guided image's deviation is brought back to the positive one's (Lin et al.,
    /// arXiv:2305.08891, section 3.4, on the image prediction of a flow): D ← φ·(std(D_pos)/std(D))·D + (1-φ)·D.
    /// </summary>
    /// <exception cref="SamplingSettingException">Not a number from 0 to 1.</exception>
    public double Rescale
    {
        get => _rescale;
        init => _rescale = value is >= 0.0 and <= 1.0 ? value : throw new SamplingSettingException("multiplier", value, "a number from 0 to 1");
    }

    /// <summary>Where guidance acts; default null, everywhere. Elsewhere the positive conditioning alone is evaluated.</summary>
    public GuidanceInterval? Interval { get; init; }

    /// <summary>Other scales at some noise levels, in the order in which they were put on; where two overlap the later one counts. Default none.</summary>
    public IReadOnlyList<CfgOverride> Overrides { get; init; } = [];

    /// <summary>The scale at a noise level: the given one or the last override's that acts there.</summary>
    internal double ScaleAt(double sigma, double cfg)
    {
        foreach (var patch in Overrides)
        {
            if (patch.ActsAt(sigma))
            {
                cfg = patch.Cfg;
            }
        }
        return cfg;
    }
}

/// <summary>
/// The noise levels at which guidance acts (Kynkäänniemi et al., arXiv:2404.07724): <see cref="Low"/> &lt; σ &lt; <see cref="High"/>, both ends
/// left out.
/// </summary>
public sealed record GuidanceInterval
{
    /// <summary>Creates an interval.</summary>
    /// <param name="low">Below this σ, and at it, guidance is off.</param>
    /// <param name="high">Above this σ, and at it, guidance is off.</param>
    /// <exception cref="SamplingSettingException">The ends are not numbers or not in this order.</exception>
    public GuidanceInterval(double low, double high)
    {
        if (!(low < high))
        {
            throw new SamplingSettingException("guidance interval", $"from sigma {low:G6} to {high:G6}", "a lower end below the upper one");
        }
        (Low, High) = (low, high);
    }

    /// <summary>Lower end in σ.</summary>
    public double Low { get; }

    /// <summary>Upper end in σ.</summary>
    public double High { get; }

    /// <summary>Whether guidance acts at this noise level. In float32, which noise levels are: an end that a schedule hits stays out.</summary>
    public bool Contains(double sigma) => (float)Low < (float)sigma && (float)sigma < (float)High;
}

/// <summary>Another guidance scale where <see cref="Low"/> ≤ σ ≤ <see cref="High"/> (ComfyUI's CFGOverride). Dual guidance does not look at it.</summary>
public sealed record CfgOverride
{
    /// <summary>Creates an override.</summary>
    /// <param name="cfg">The scale, finite.</param>
    /// <param name="low">Lower end in σ; belongs to it.</param>
    /// <param name="high">Upper end in σ; belongs to it.</param>
    /// <exception cref="SamplingSettingException">The scale is not finite, or the ends are not numbers in this order.</exception>
    public CfgOverride(double cfg, double low, double high)
    {
        Cfg = Guidance.RequireScale("cfg", cfg);
        if (!(low <= high))
        {
            throw new SamplingSettingException("cfg override", $"from sigma {low:G6} to {high:G6}", "a lower end not above the upper one");
        }
        (Low, High) = (low, high);
    }

    /// <summary>The scale.</summary>
    public double Cfg { get; }

    /// <summary>Lower end in σ.</summary>
    public double Low { get; }

    /// <summary>Upper end in σ.</summary>
    public double High { get; }

    internal bool ActsAt(double sigma) => Low <= sigma && sigma <= High;
}
