namespace PixelDiT.Sampling;

/// <summary>Evenly spaced float32 values with the rounding of PyTorch's <c>linspace</c>.</summary>
internal static class Float32Ramp
{
    /// <summary>
    /// <paramref name="count"/> values from <paramref name="start"/> to <paramref name="end"/> inclusive; one value gives the start.
    /// The first half counts up from the start, the second half down from the end, so both ends are exact.
    /// </summary>
    public static float[] Linspace(float start, float end, int count)
    {
        var values = new float[count];
        if (count == 1)
        {
            values[0] = start;
            return values;
        }
        var step = (end - start) / (count - 1);
        for (var i = 0; i < count; i++)
        {
            values[i] = i < count / 2 ? start + (step * i) : end - (step * (count - 1 - i));
        }
        return values;
    }
}
