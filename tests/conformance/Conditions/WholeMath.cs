using System.Numerics;
using PixelDiT.Conformance.Values;

namespace PixelDiT.Conformance.Conditions;

/// <summary>Arithmetic of whole numbers of any size.</summary>
internal static class WholeMath
{
    // 8 MiB of digits: beyond it a power takes memory and time that no test is worth.
    private const long MostBits = 64L * 1024 * 1024;

    /// <summary>A whole number, or a <see cref="double"/> for a power with a negative exponent.</summary>
    /// <exception cref="DivideByZeroException">Division, modulo or a negative power of zero.</exception>
    /// <exception cref="OverflowException">A power too large to be computed.</exception>
    public static object Apply(string operation, BigInteger a, BigInteger b) => operation switch
    {
        "add" => Number.Plain(a + b),
        "subtract" => Number.Plain(a - b),
        "multiply" => Number.Plain(a * b),
        "divide" => Number.Plain(Floor(a, b).Quotient),
        "modulo" => Number.Plain(Floor(a, b).Remainder),
        "power" => b < 0 ? RealMath.Power((double)a, (double)b) : Number.Plain(Power(a, b)),
        _ => throw new UnknownChoiceException("operation", operation),
    };

    // Rounded toward minus infinity; the remainder has the sign of the divisor.
    private static (BigInteger Quotient, BigInteger Remainder) Floor(BigInteger a, BigInteger b)
    {
        if (b.IsZero)
        {
            throw new DivideByZeroException("division by zero");
        }

        var (quotient, remainder) = BigInteger.DivRem(a, b);
        return !remainder.IsZero && remainder.Sign != b.Sign ? (quotient - 1, remainder + b) : (quotient, remainder);
    }

    private static BigInteger Power(BigInteger a, BigInteger exponent)
    {
        if (BigInteger.Abs(a) <= 1)
        {
            return exponent.IsZero ? 1 : a.Sign < 0 && exponent.IsEven ? 1 : a;
        }

        return exponent * a.GetBitLength() <= MostBits
            ? BigInteger.Pow(a, (int)exponent)
            : throw new OverflowException($"{exponent}th power: the result has more than {MostBits} bits.");
    }
}
