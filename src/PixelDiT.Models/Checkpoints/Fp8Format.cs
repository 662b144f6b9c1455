namespace PixelDiT.Models.Checkpoints;

/// <summary>How a weight of one byte an element is stored, named as ComfyUI's files name it.</summary>
/// <param name="Name">The name in <c>_quantization_metadata</c>.</param>
/// <param name="BlockColumns">Elements of a row that share a scale; 0 when the whole weight has one.</param>
internal sealed record Fp8Format(string Name, int BlockColumns)
{
    /// <summary>Sign, 4 exponent bits of bias 7, 3 mantissa bits; no infinities, and NaN only where all bits but the sign are set. Largest: 448.</summary>
    public static readonly Fp8Format E4M3 = new("float8_e4m3fn", 0) { Values = Decode(4, 7, finite: true) };

    /// <summary>Sign, 5 exponent bits of bias 15, 2 mantissa bits; infinities and NaN as in IEEE formats: the upper byte of a float16.</summary>
    public static readonly Fp8Format E5M2 = new("float8_e5m2", 0) { Values = Decode(5, 15, finite: false) };

    /// <summary>E4M3 with a power of two for each 32 elements of a row. https://www.opencompute.org/documents/ocp-microscaling-formats-mx-v1-0-spec-final-pdf</summary>
    public static readonly Fp8Format MX = new("mxfp8", 32) { Values = E4M3.Values };

    /// <summary>Those that can be run.</summary>
    public static readonly Fp8Format[] All = [E4M3, E5M2, MX];

    /// <summary>What each of the 256 codes means.</summary>
    public required float[] Values { get; init; }

    /// <summary>The format's names, for error messages.</summary>
    public static string Names => string.Join(", ", All.Select(f => f.Name));

    private static float[] Decode(int exponentBits, int bias, bool finite)
    {
        var mantissaBits = 7 - exponentBits;
        var (highest, steps) = ((1 << exponentBits) - 1, 1 << mantissaBits);
        return [.. Enumerable.Range(0, 256).Select(Value)];

        float Value(int code)
        {
            var sign = code < 128 ? 1f : -1f;
            var (exponent, mantissa) = ((code & 127) >> mantissaBits, code & (steps - 1));
            if (exponent == highest && (!finite || mantissa == steps - 1))
            {
                return finite || mantissa > 0 ? float.NaN : sign * float.PositiveInfinity;
            }
            // Exact: a few mantissa bits times a power of two.
            return exponent == 0 ? sign * MathF.ScaleB(mantissa, 1 - bias - mantissaBits) : sign * MathF.ScaleB(steps + mantissa, exponent - bias - mantissaBits);
        }
    }
}
