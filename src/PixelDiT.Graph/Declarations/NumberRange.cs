using System.Numerics;
using System.Text.Json.Nodes;
using PixelDiT.Graph.Values;

namespace PixelDiT.Graph.Declarations;

/// <summary>The bounds of an input: plain whole numbers or doubles, null where there is none. Both belong to it, the lower one unless <c>AboveMin</c>.</summary>
internal readonly record struct NumberRange(object? Min, object? Max, bool AboveMin)
{
    public static NumberRange From(JsonObject? options, bool aboveMin) => new(Number(options, "min"), Number(options, "max"), aboveMin);

    public bool IsBelow(object value) => Min is not null && Compare(value, Min) is var order && (AboveMin ? order <= 0 && !IsNaN(value) : order < 0);

    public bool IsAbove(object value) => Max is not null && Compare(value, Max) > 0;

    // Whole numbers compare exactly (2^64-1 is no double); NaN is neither below nor above, as in Python.
    private static int Compare(object a, object b)
    {
        if (a is long x && b is long y)
        {
            return x.CompareTo(y);
        }

        if (a is not double && b is not double)
        {
            return Whole(a).CompareTo(Whole(b));
        }

        var (p, q) = (Real(a), Real(b));
        return p < q ? -1 : p > q ? 1 : 0;
    }

    private static bool IsNaN(object value) => value is double.NaN;

    private static BigInteger Whole(object value) => value is BigInteger big ? big : Convert.ToInt64(value);

    private static double Real(object value) => value switch
    {
        double d => d,
        BigInteger big => (double)big,
        _ => Convert.ToInt64(value),
    };

    private static object? Number(JsonObject? options, string name) =>
        options is not null && options.TryGetPropertyValue(name, out var node) && JsonValues.ToPlain(node) is long or double or BigInteger
            ? JsonValues.ToPlain(node)
            : null;
}
