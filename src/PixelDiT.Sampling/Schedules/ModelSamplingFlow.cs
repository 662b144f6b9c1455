namespace PixelDiT.Sampling;

/// <summary>
/// The time axis of a rectified-flow model: x = (1-σ)·image + σ·noise, σ runs from 1 (noise) to 0 (image), the network is
/// given t = <see cref="Multiplier"/>·σ, and the flow shift s bends uniform times u to σ = s·u / (1 + (s-1)·u)
/// (Esser et al., arXiv:2403.03206, eq. 23). Immutable; two with equal parameters are equal.
/// </summary>
/// <remarks>Every value of the table is the float32 that ComfyUI computes, carried in a <see cref="double"/>.</remarks>
public sealed record ModelSamplingFlow
{
    /// <summary>Number of discrete times that schedules such as <c>simple</c> and <c>beta</c> choose from.</summary>
    public const int TableLength = 1000;

    private readonly Lazy<double[]> _table;

    /// <summary>Creates the axis for one shift.</summary>
    /// <param name="shift">Flow shift, greater than 0; 4 is PixelDiT's value for 1024², 1 leaves times uniform.</param>
    /// <param name="multiplier">What σ is multiplied by before it goes to the network; 1000 for PixelDiT.</param>
    /// <exception cref="SamplingSettingException">A parameter is not a positive finite number.</exception>
    public ModelSamplingFlow(double shift = 4.0, double multiplier = 1000.0)
    {
        Shift = RequirePositive(shift, nameof(shift));
        Multiplier = RequirePositive(multiplier, nameof(multiplier));
        _table = new Lazy<double[]>(BuildTable);
    }

    /// <summary>Flow shift s, greater than 0.</summary>
    public double Shift { get; }

    /// <summary>Network time per unit of σ, greater than 0.</summary>
    public double Multiplier { get; }

    /// <summary>σ of u = 1/1000, 2/1000 … 1, ascending; <see cref="TableLength"/> values.</summary>
    public IReadOnlyList<double> Table => _table.Value;

    /// <summary>Smallest σ of the table.</summary>
    public double SigmaMin => _table.Value[0];

    /// <summary>Largest σ of the table: 1.</summary>
    public double SigmaMax => _table.Value[^1];

    /// <summary>Network time of a noise level: multiplier·σ, rounded to float32.</summary>
    public double Timestep(double sigma) => (float)sigma * (float)Multiplier;

    /// <summary>Noise level after the shift of the uniform time <paramref name="timestep"/>/multiplier, in float32.</summary>
    public double Sigma(double timestep) => ShiftTime((float)timestep / (float)Multiplier);

    /// <summary>The shift applied to a uniform time, in float32.</summary>
    internal float ShiftTime(float u)
    {
        if (Shift == 1.0)
        {
            return u;
        }
        return (float)Shift * u / (1f + ((float)(Shift - 1.0) * u));
    }

    /// <summary>
    /// Noise level at a fraction of the way from noise to image: 0 or less gives 1, 1 or more gives 0, else the shifted 1 - percent.
    /// </summary>
    public double PercentToSigma(double percent)
    {
        if (percent <= 0.0)
        {
            return 1.0;
        }
        if (percent >= 1.0)
        {
            return 0.0;
        }
        var u = 1.0 - percent;
        return Shift == 1.0 ? u : Shift * u / (1.0 + ((Shift - 1.0) * u));
    }

    /// <summary>Half log signal-to-noise ratio λ = ln((1-σ)/σ): +∞ at σ = 0, -∞ at σ = 1.</summary>
    public static double HalfLogSnr(double sigma) => Math.Log((1.0 - sigma) / sigma);

    /// <summary>Inverse of <see cref="HalfLogSnr"/>: σ = 1/(1+e^λ).</summary>
    public static double SigmaOfHalfLogSnr(double lambda) => 1.0 / (1.0 + Math.Exp(lambda));

    /// <summary>Equal when shift and multiplier are equal.</summary>
    public bool Equals(ModelSamplingFlow? other) => other is not null && Shift == other.Shift && Multiplier == other.Multiplier;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Shift, Multiplier);

    private double[] BuildTable()
    {
        var table = new double[TableLength];
        for (var i = 0; i < TableLength; i++)
        {
            // Through the multiplier and back, as the reference does: the two float32 roundings decide the last bit.
            table[i] = Sigma((i + 1) / (float)TableLength * (float)Multiplier);
        }
        return table;
    }

    private static double RequirePositive(double value, string name) => value > 0 && double.IsFinite(value)
        ? value
        : throw new SamplingSettingException(name, value, "a finite number greater than 0");
}
