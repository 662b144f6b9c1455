using System.Numerics;
using System.Runtime.InteropServices;

namespace PixelDiT.Imaging;

/// <summary>Between pixels as numbers from 0 to 1 and pixels as bytes, the way ComfyUI converts them.</summary>
public static class PixelConvert
{
    /// <summary>clamp(255·x, 0, 255) truncated to a whole number, in float32; NaN gives 0.</summary>
    /// <param name="values">Any layout.</param>
    /// <param name="destination">Receives as many bytes in the same layout; exactly as long.</param>
    public static void ToBytes(ReadOnlySpan<float> values, Span<byte> destination)
    {
        RequireEqualLengths(values.Length, destination.Length);
        var done = 0;
        if (Vector.IsHardwareAccelerated)
        {
            var source = MemoryMarshal.Cast<float, Vector<float>>(values);
            var target = MemoryMarshal.Cast<byte, Vector<byte>>(destination);
            for (var i = 0; i < target.Length; i++)
            {
                target[i] = Vector.Narrow(
                    Vector.Narrow(Truncate(source[4 * i]), Truncate(source[(4 * i) + 1])),
                    Vector.Narrow(Truncate(source[(4 * i) + 2]), Truncate(source[(4 * i) + 3])));
            }

            done = target.Length * Vector<byte>.Count;
        }

        for (; done < values.Length; done++)
        {
            var scaled = 255f * values[done];
            destination[done] = scaled >= 255 ? (byte)255 : scaled > 0 ? (byte)scaled : (byte)0; // NaN fails both comparisons
        }
    }

    /// <summary>x / 255 in float32.</summary>
    /// <param name="values">Any layout.</param>
    /// <param name="destination">Receives as many numbers in the same layout; exactly as long.</param>
    public static void ToUnit(ReadOnlySpan<byte> values, Span<float> destination)
    {
        RequireEqualLengths(values.Length, destination.Length);
        var done = 0;
        if (Vector.IsHardwareAccelerated)
        {
            // Divided, not multiplied by 1/255: the last bit should be that of the reference.
            var scale = new Vector<float>(255f);
            var source = MemoryMarshal.Cast<byte, Vector<byte>>(values);
            var target = MemoryMarshal.Cast<float, Vector<float>>(destination);
            for (var i = 0; i < source.Length; i++)
            {
                Vector.Widen(source[i], out var low, out var high);
                Vector.Widen(low, out var a, out var b);
                Vector.Widen(high, out var c, out var d);
                target[4 * i] = Vector.ConvertToSingle(Vector.AsVectorInt32(a)) / scale;
                target[(4 * i) + 1] = Vector.ConvertToSingle(Vector.AsVectorInt32(b)) / scale;
                target[(4 * i) + 2] = Vector.ConvertToSingle(Vector.AsVectorInt32(c)) / scale;
                target[(4 * i) + 3] = Vector.ConvertToSingle(Vector.AsVectorInt32(d)) / scale;
            }

            done = source.Length * Vector<byte>.Count;
        }

        for (; done < values.Length; done++)
        {
            destination[done] = values[done] / 255f;
        }
    }

    // Lanes hold 0 to 255, or NaN, which the conversion makes 0.
    private static Vector<uint> Truncate(Vector<float> values)
    {
        var clamped = Vector.Min(Vector.Max(values * 255f, Vector<float>.Zero), new Vector<float>(255f));
        return Vector.AsVectorUInt32(Vector.ConvertToInt32(clamped));
    }

    private static void RequireEqualLengths(int values, int destination)
    {
        if (values != destination)
        {
            throw new ArgumentException($"The destination has {destination} elements; {values} are needed.", nameof(destination));
        }
    }
}
