using PixelDiT.Conformance.Values;

namespace PixelDiT.Conformance.Conditions;

/// <summary>The same operations on floats, with the same rounding.</summary>
internal static class RealMath
{
    /// <summary>The result.</summary>
    /// <exception cref="DivideByZeroException">Division, modulo or a negative power of zero.</exception>
    /// <exception cref="OverflowException">A power too large for a float.</exception>
    public static double Apply(string operation, double a, double b) => operation switch
    {
        "add" => a + b,
        "subtract" => a - b,
        "multiply" => a * b,
        "divide" => Math.Floor(a / Divisor(b)),
        "modulo" => a - (Math.Floor(a / Divisor(b)) * b),
        "power" => Power(a, b),
        _ => throw new UnknownChoiceException("operation", operation),
    };

    /// <summary>a to the power of b.</summary>
    public static double Power(double a, double b)
    {
        if (a == 0 && b < 0)
        {
            throw new DivideByZeroException("0.0 cannot be raised to a negative power");
        }

        var power = Math.Pow(a, b);
        return double.IsInfinity(power) && double.IsFinite(a) ? throw new OverflowException("The power is too large for a float.") : power;
    }

    private static double Divisor(double b) => b == 0 ? throw new DivideByZeroException("division by zero") : b;
}
