using System.Numerics;
using PixelDiT.Torch.Native;

namespace TorchSharp;

/// <summary>A number of any type as an operand. Integers are int64, real numbers float64, as in libtorch.</summary>
public sealed class Scalar : IDisposable
{
    internal readonly NativeScalar Value;

    internal Scalar(NativeScalar value) => Value = value;

    private Scalar(long value, int kind = NativeScalar.IsInteger) => Value = new NativeScalar(kind, value, 0, 0);

    private Scalar(double value) => Value = new NativeScalar(NativeScalar.IsReal, 0, value, 0);

    /// <summary>The type libtorch gives the number: Int64, Float64, Bool or ComplexFloat64.</summary>
    public torch.ScalarType Type => Value.Kind switch
    {
        NativeScalar.IsReal => torch.ScalarType.Float64,
        NativeScalar.IsBoolean => torch.ScalarType.Bool,
        NativeScalar.IsComplex => torch.ScalarType.ComplexFloat64,
        _ => torch.ScalarType.Int64,
    };

    /// <summary>An integer.</summary>
    public static implicit operator Scalar(byte value) => new((long)value);

    /// <summary>An integer.</summary>
    public static implicit operator Scalar(sbyte value) => new((long)value);

    /// <summary>An integer.</summary>
    public static implicit operator Scalar(short value) => new((long)value);

    /// <summary>An integer.</summary>
    public static implicit operator Scalar(int value) => new((long)value);

    /// <summary>An integer.</summary>
    public static implicit operator Scalar(long value) => new(value);

    /// <summary>A real number.</summary>
    public static implicit operator Scalar(Half value) => new((double)value);

    /// <summary>A real number.</summary>
    public static implicit operator Scalar(BFloat16 value) => new((double)value.ToSingle());

    /// <summary>A real number.</summary>
    public static implicit operator Scalar(float value) => new((double)value);

    /// <summary>A real number.</summary>
    public static implicit operator Scalar(double value) => new(value);

    /// <summary>A truth value.</summary>
    public static implicit operator Scalar(bool value) => new(value ? 1L : 0L, NativeScalar.IsBoolean);

    /// <summary>A complex number, real and imaginary part.</summary>
    public static implicit operator Scalar((float, float) value) =>
        new(new NativeScalar(NativeScalar.IsComplex, 0, value.Item1, value.Item2));

    /// <summary>A complex number.</summary>
    public static implicit operator Scalar(Complex value) =>
        new(new NativeScalar(NativeScalar.IsComplex, 0, value.Real, value.Imaginary));

    /// <summary>Does nothing: the number lives in managed memory. TorchSharp's Scalar is disposable.</summary>
    public void Dispose()
    {
    }
}

/// <summary>Conversions from and to <see cref="Scalar"/>.</summary>
public static class ScalarExtensionMethods
{
    /// <summary>The number as a scalar.</summary>
    public static Scalar ToScalar(this byte value) => value;

    /// <summary>The number as a scalar.</summary>
    public static Scalar ToScalar(this sbyte value) => value;

    /// <summary>The number as a scalar.</summary>
    public static Scalar ToScalar(this short value) => value;

    /// <summary>The number as a scalar.</summary>
    public static Scalar ToScalar(this int value) => value;

    /// <summary>The number as a scalar.</summary>
    public static Scalar ToScalar(this long value) => value;

    /// <summary>The number as a scalar.</summary>
    public static Scalar ToScalar(this float value) => value;

    /// <summary>The number as a scalar.</summary>
    public static Scalar ToScalar(this double value) => value;

    /// <summary>The number as a scalar.</summary>
    public static Scalar ToScalar(this bool value) => value;

    /// <summary>The number as a scalar.</summary>
    public static Scalar ToScalar(this Half value) => value;

    /// <summary>The number as a scalar.</summary>
    public static Scalar ToScalar(this BFloat16 value) => value;

    /// <summary>The number as a scalar.</summary>
    public static Scalar ToScalar(this Complex value) => value;

    /// <summary>Rounded to half precision.</summary>
    public static Half ToHalf(this Scalar value) => (Half)value.Value.ToReal();

    /// <summary>Rounded to bfloat16.</summary>
    public static BFloat16 ToBFloat16(this Scalar value) => (BFloat16)value.Value.ToReal();

    /// <summary>Rounded to single precision.</summary>
    public static float ToSingle(this Scalar value) => (float)value.Value.ToReal();

    /// <summary>As double precision.</summary>
    public static double ToDouble(this Scalar value) => value.Value.ToReal();

    /// <summary>Truncated to 8 bits.</summary>
    public static sbyte ToSByte(this Scalar value) => (sbyte)value.Value.ToInteger();

    /// <summary>Truncated to 8 bits.</summary>
    public static byte ToByte(this Scalar value) => (byte)value.Value.ToInteger();

    /// <summary>Truncated to 16 bits.</summary>
    public static short ToInt16(this Scalar value) => (short)value.Value.ToInteger();

    /// <summary>Truncated to 32 bits.</summary>
    public static int ToInt32(this Scalar value) => (int)value.Value.ToInteger();

    /// <summary>As an integer, real numbers truncated.</summary>
    public static long ToInt64(this Scalar value) => value.Value.ToInteger();

    /// <summary>Whether the number is not zero.</summary>
    public static bool ToBoolean(this Scalar value) => value.Value.ToReal() != 0;

    /// <summary>Real and imaginary part.</summary>
    public static (float Real, float Imaginary) ToComplexFloat32(this Scalar value) =>
        ((float)value.Value.ToReal(), (float)value.Value.Imaginary);

    /// <summary>As a complex number.</summary>
    public static Complex ToComplexFloat64(this Scalar value) => new(value.Value.ToReal(), value.Value.Imaginary);
}
