using System.Numerics;

namespace PixelDiT.Conformance.Values;

/// <summary>Numbers as the reference computes with them: whole ones of any size, and floats where one side is a float.</summary>
internal static class Number
{
    /// <summary>Two numbers of the same kind: both whole, or both <see cref="double"/>. Booleans count as 0 and 1.</summary>
    /// <exception cref="NotANumberException">One of them is no number.</exception>
    public static (object A, object B) Pair(object? a, object? b)
    {
        var (p, q) = (Of(a), Of(b));
        return p is BigInteger && q is BigInteger ? (p, q) : (Real(p), Real(q));
    }

    /// <summary>A whole number in the form in which the graph carries it: 64 bits where they are enough.</summary>
    public static object Plain(BigInteger number) => number >= long.MinValue && number <= long.MaxValue ? (object)(long)number : number;

    /// <summary>True for whole numbers and floats, not for booleans.</summary>
    public static bool Is(object? value) => value is long or double or BigInteger or int or ulong or float;

    private static object Of(object? value) => value switch
    {
        BigInteger whole => whole,
        long whole => new BigInteger(whole),
        int whole => new BigInteger(whole),
        ulong whole => new BigInteger(whole),
        bool flag => flag ? BigInteger.One : BigInteger.Zero,
        double real => real,
        float real => (double)real,
        _ => throw new NotANumberException(value),
    };

    private static object Real(object number) => number is BigInteger whole ? (double)whole : number;
}

/// <summary>A number was needed and something else came.</summary>
internal sealed class NotANumberException(object? value) : Exception($"A number is needed; a {value?.GetType().Name ?? "null"} was received.")
{
    /// <summary>What came.</summary>
    public object? Value { get; } = value;
}
