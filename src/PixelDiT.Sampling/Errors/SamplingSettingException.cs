namespace PixelDiT.Sampling;

/// <summary>A sampling setting has a value nothing can be computed from.</summary>
public sealed class SamplingSettingException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="setting">Name of the setting as users know it (<c>steps</c>, <c>cfg</c>, <c>latent</c> …).</param>
    /// <param name="value">The value that was given; printed.</param>
    /// <param name="expected">What would be right, to follow "expected".</param>
    public SamplingSettingException(string setting, object? value, string expected)
        : base($"{setting} is {value ?? "missing"}; expected {expected}.")
    {
        Setting = setting;
        Value = value;
    }

    /// <summary>Name of the setting.</summary>
    public string Setting { get; }

    /// <summary>The refused value.</summary>
    public object? Value { get; }
}
