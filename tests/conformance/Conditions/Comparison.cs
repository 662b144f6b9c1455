using System.Numerics;
using PixelDiT.Conformance.Values;

namespace PixelDiT.Conformance.Conditions;

/// <summary>The comparisons of numbers.</summary>
internal static class Comparison
{
    /// <summary>Whether the comparison holds; NaN is unequal to everything and neither below nor above.</summary>
    public static bool Holds(string operation, object? a, object? b) => operation switch
    {
        "==" => Order(a, b) == 0,
        "!=" => Order(a, b) != 0,
        "<" => Order(a, b) < 0,
        ">" => Order(a, b) > 0,
        "<=" => Order(a, b) <= 0,
        ">=" => Order(a, b) >= 0,
        _ => throw new UnknownChoiceException("operation", operation),
    };

    private static int? Order(object? a, object? b) => Number.Pair(a, b) switch
    {
        (BigInteger p, BigInteger q) => p.CompareTo(q),
        var (p, q) => Order((double)p, (double)q),
    };

    private static int? Order(double p, double q) => p < q ? -1 : p > q ? 1 : p == q ? 0 : null;
}
