namespace PixelDiT.Models.Checkpoints.Conversion;

/// <summary>Numbers to e4m3 codes.</summary>
internal static class Fp8Encoder
{
    /// <summary>The largest number that has a code.</summary>
    public const float Largest = 448;

    private const byte LargestCode = 0x7E;
    private const byte NaNCode = 0x7F;
    private const float SmallestNormal = 1f / 64;
    private const float SubnormalSteps = 512;
    private const int DroppedBits = 20;

    /// <summary>The nearest number's code; of two that are equally near, the even one's. What is larger than the largest number becomes it; NaN stays NaN.</summary>
    public static byte Encode(float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);
        var (sign, size) = ((byte)(bits >> 31 << 7), MathF.Abs(value));
        if (float.IsNaN(value))
        {
            return (byte)(sign | NaNCode);
        }
        if (size >= Largest)
        {
            return (byte)(sign | LargestCode);
        }
        if (size < SmallestNormal)
        {
            // Eight steps are the smallest normal number, whose code is 8.
            return (byte)(sign | (byte)MathF.Round(size * SubnormalSteps, MidpointRounding.ToEven));
        }
        bits &= int.MaxValue;
        // Half of the last kept bit, less one unless that bit is set; a carry goes into the exponent, as it should.
        var rounded = (bits + (1u << (DroppedBits - 1)) - 1 + ((bits >> DroppedBits) & 1)) >> DroppedBits;
        return (byte)(sign | (rounded - ((127 - 7) << 3)));
    }

    /// <summary>
    /// One block of MXFP8: the smallest power of two with which no number exceeds the largest, and the codes of the numbers divided by it.
    /// </summary>
    /// <param name="values">The numbers.</param>
    /// <param name="codes">Their codes.</param>
    /// <returns>The power's exponent plus 127; 0 for a block of zeros.</returns>
    public static byte EncodeBlock(ReadOnlySpan<float> values, Span<byte> codes)
    {
        var largest = 0f;
        foreach (var value in values)
        {
            largest = MathF.Max(largest, MathF.Abs(value));
        }
        if (largest == 0)
        {
            codes.Clear();
            return 0;
        }
        var needed = BitConverter.SingleToUInt32Bits(MathF.Max(largest / Largest, MathF.ScaleB(1, -127)));
        // The logarithm rounded up: the exponent, and one more unless the mantissa is zero. A subnormal number is at most 2^-126.
        var exponent = (int)(needed >> 23) + ((needed & 0x7FFFFF) == 0 ? 0 : 1);
        if (needed >> 23 == 0)
        {
            exponent = needed > 0x400000 ? 1 : 0;
        }
        var scale = MathF.ScaleB(1, exponent - 127);
        for (var i = 0; i < values.Length; i++)
        {
            codes[i] = Encode(values[i] / scale);
        }
        return (byte)exponent;
    }
}
