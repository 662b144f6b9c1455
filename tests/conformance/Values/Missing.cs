namespace PixelDiT.Conformance.Values;

/// <summary>The initial value of an input that may be left out where null is a value like any other.</summary>
internal sealed class Missing
{
    /// <summary>The only one.</summary>
    public static Missing Value { get; } = new();

    private Missing()
    {
    }
}
