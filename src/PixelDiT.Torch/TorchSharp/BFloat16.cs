using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>The upper half of a float32: 8 exponent bits, 7 fraction bits. Conversions round to the nearest, halves to even.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly struct BFloat16 : IEquatable<BFloat16>, IComparable<BFloat16>, IComparable, IFormattable
{
    private readonly ushort _bits;

    private BFloat16(ushort bits) => _bits = bits;

    /// <summary>Rounded from single precision.</summary>
    public BFloat16(float f) => _bits = Round(f);

    /// <summary>0.</summary>
    public static readonly BFloat16 Zero = new((ushort)0);

    /// <summary>1.</summary>
    public static readonly BFloat16 One = new((ushort)0x3F80);

    /// <summary>Not a number.</summary>
    public static readonly BFloat16 NaN = new((ushort)0x7FC0);

    /// <summary>+∞.</summary>
    public static readonly BFloat16 PositiveInfinity = new((ushort)0x7F80);

    /// <summary>-∞.</summary>
    public static readonly BFloat16 NegativeInfinity = new((ushort)0xFF80);

    /// <summary>Largest finite number, about 3.39e38.</summary>
    public static readonly BFloat16 MaxValue = new((ushort)0x7F7F);

    /// <summary>Smallest finite number, about -3.39e38.</summary>
    public static readonly BFloat16 MinValue = new((ushort)0xFF7F);

    /// <summary>Distance from 1 to the next larger number, 2^-7.</summary>
    public static readonly BFloat16 Epsilon = new((ushort)0x3C00);

    /// <summary>Smallest positive normal number.</summary>
    public static readonly BFloat16 MinNormal = new((ushort)0x0080);

    /// <summary>Smallest positive number.</summary>
    public static readonly BFloat16 SmallestSubnormal = new((ushort)0x0001);

    /// <summary>The number with this bit pattern.</summary>
    public static BFloat16 FromRawValue(ushort rawValue) => new(rawValue);

    /// <summary>Exactly, in single precision.</summary>
    public float ToSingle() => BitConverter.UInt32BitsToSingle((uint)_bits << 16);

    /// <summary>Exactly, in single precision.</summary>
    public static explicit operator float(BFloat16 bf) => bf.ToSingle();

    /// <summary>Exactly, in double precision.</summary>
    public static explicit operator double(BFloat16 bf) => bf.ToSingle();

    /// <summary>Rounded.</summary>
    public static explicit operator BFloat16(float f) => new(f);

    /// <summary>Rounded, through single precision.</summary>
    public static explicit operator BFloat16(double d) => new((float)d);

    /// <summary>Sum, rounded.</summary>
    public static BFloat16 operator +(BFloat16 a, BFloat16 b) => new(a.ToSingle() + b.ToSingle());

    /// <summary>Difference, rounded.</summary>
    public static BFloat16 operator -(BFloat16 a, BFloat16 b) => new(a.ToSingle() - b.ToSingle());

    /// <summary>Product, rounded.</summary>
    public static BFloat16 operator *(BFloat16 a, BFloat16 b) => new(a.ToSingle() * b.ToSingle());

    /// <summary>Quotient, rounded.</summary>
    public static BFloat16 operator /(BFloat16 a, BFloat16 b) => new(a.ToSingle() / b.ToSingle());

    /// <summary>Remainder, rounded.</summary>
    public static BFloat16 operator %(BFloat16 a, BFloat16 b) => new(a.ToSingle() % b.ToSingle());

    /// <summary>Negated.</summary>
    public static BFloat16 operator -(BFloat16 a) => new((ushort)(a._bits ^ 0x8000));

    /// <summary>Equality of the numbers (NaN differs from itself).</summary>
    public static bool operator ==(BFloat16 a, BFloat16 b) => a.ToSingle() == b.ToSingle();

    /// <summary>Inequality of the numbers.</summary>
    public static bool operator !=(BFloat16 a, BFloat16 b) => a.ToSingle() != b.ToSingle();

    /// <summary>Less.</summary>
    public static bool operator <(BFloat16 a, BFloat16 b) => a.ToSingle() < b.ToSingle();

    /// <summary>Greater.</summary>
    public static bool operator >(BFloat16 a, BFloat16 b) => a.ToSingle() > b.ToSingle();

    /// <summary>Less or equal.</summary>
    public static bool operator <=(BFloat16 a, BFloat16 b) => a.ToSingle() <= b.ToSingle();

    /// <summary>Greater or equal.</summary>
    public static bool operator >=(BFloat16 a, BFloat16 b) => a.ToSingle() >= b.ToSingle();

    /// <summary>Whether this is not a number.</summary>
    public static bool IsNaN(BFloat16 bf) => float.IsNaN(bf.ToSingle());

    /// <summary>Whether this is +∞ or -∞.</summary>
    public static bool IsInfinity(BFloat16 bf) => float.IsInfinity(bf.ToSingle());

    /// <summary>Whether this is +∞.</summary>
    public static bool IsPositiveInfinity(BFloat16 bf) => float.IsPositiveInfinity(bf.ToSingle());

    /// <summary>Whether this is -∞.</summary>
    public static bool IsNegativeInfinity(BFloat16 bf) => float.IsNegativeInfinity(bf.ToSingle());

    /// <summary>Whether this is neither infinite nor NaN.</summary>
    public static bool IsFinite(BFloat16 bf) => float.IsFinite(bf.ToSingle());

    /// <inheritdoc/>
    public bool Equals(BFloat16 other) => ToSingle().Equals(other.ToSingle());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is BFloat16 other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => ToSingle().GetHashCode();

    /// <inheritdoc/>
    public int CompareTo(BFloat16 other) => ToSingle().CompareTo(other.ToSingle());

    /// <inheritdoc/>
    public int CompareTo(object? obj) => obj is BFloat16 other ? CompareTo(other) : throw new ArgumentException("not a BFloat16", nameof(obj));

    /// <inheritdoc/>
    public override string ToString() => ToSingle().ToString();

    /// <inheritdoc/>
    public string ToString(string? format, IFormatProvider? formatProvider) => ToSingle().ToString(format, formatProvider);

    private static ushort Round(float f)
    {
        if (float.IsNaN(f))
        {
            return 0x7FC0;
        }

        var bits = BitConverter.SingleToUInt32Bits(f);
        return (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }
}
