using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using PixelDiT.Graph.Declarations;
using PixelDiT.Graph.Values;

namespace PixelDiT.Graph.Validation;

/// <summary>Converts constants to the declared type by Python's rules (protocol §5.4), with Python's error texts.</summary>
internal static class Coercion
{
    /// <summary>Converts a plain value; the problem is null when it worked.</summary>
    public static (object? Value, string? Problem) Convert(ValueKind kind, object? value) => kind switch
    {
        ValueKind.Int => ToInt(value),
        ValueKind.Float => ToFloat(value),
        ValueKind.String => (PythonText.Str(value), null),
        ValueKind.Boolean => (Truthy(value), null),
        _ => (value, null),
    };

    private static (object? Value, string? Problem) ToInt(object? value) => value switch
    {
        long or BigInteger => (value, null),
        bool b => (b ? 1L : 0L, null),
        double d when double.IsNaN(d) => (null, "cannot convert float NaN to integer"),
        double d when double.IsInfinity(d) => (null, "cannot convert float infinity to integer"),
        double d => (JsonValues.Whole(new BigInteger(Math.Truncate(d))), null),
        string s => ParseInt(s),
        _ => (null, $"int() argument must be a string, a bytes-like object or a real number, not '{PythonText.TypeName(value)}'"),
    };

    private static (object? Value, string? Problem) ToFloat(object? value) => value switch
    {
        double => (value, null),
        long l => ((double)l, null),
        bool b => (b ? 1.0 : 0.0, null),
        BigInteger big when double.IsFinite((double)big) => ((double)big, null),
        BigInteger => (null, "int too large to convert to float"),
        string s => ParseFloat(s),
        _ => (null, $"float() argument must be a string or a real number, not '{PythonText.TypeName(value)}'"),
    };

    private static bool Truthy(object? value) => value switch
    {
        null => false,
        bool b => b,
        long l => l != 0,
        double d => d != 0,
        BigInteger big => !big.IsZero,
        string s => s.Length > 0,
        JsonArray array => array.Count > 0,
        JsonObject members => members.Count > 0,
        _ => true,
    };

    private static (object? Value, string? Problem) ParseInt(string text)
    {
        if (text.Length > JsonValues.MaxDigits)
        {
            return (null, $"Exceeds the limit ({JsonValues.MaxDigits} digits) for integer string conversion: value has {text.Length} digits");
        }

        return Digits(text) is { } digits && BigInteger.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? (JsonValues.Whole(number), null)
            : (null, $"invalid literal for int() with base 10: {PythonText.Repr(text)}");
    }

    private static (object? Value, string? Problem) ParseFloat(string text)
    {
        var digits = Digits(text);
        var bare = digits?.TrimStart('+', '-').ToLowerInvariant();
        double? number = bare switch
        {
            null => null,
            "nan" => double.NaN,
            "inf" or "infinity" => digits![0] == '-' ? double.NegativeInfinity : double.PositiveInfinity,
            _ when bare.Length > 0 && (char.IsAsciiDigit(bare[0]) || bare[0] == '.')
                && double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed) => parsed,
            _ => null,
        };
        return number is { } found ? (found, null) : (null, $"could not convert string to float: {PythonText.Repr(text)}");
    }

    // Python allows blanks around a number and single underscores between its digits. Null when an underscore stands elsewhere.
    private static string? Digits(string text)
    {
        var trimmed = text.Trim();
        if (!trimmed.Contains('_'))
        {
            return trimmed;
        }

        for (var i = 0; i < trimmed.Length; i++)
        {
            if (trimmed[i] == '_' && (i == 0 || i == trimmed.Length - 1 || !char.IsAsciiDigit(trimmed[i - 1]) || !char.IsAsciiDigit(trimmed[i + 1])))
            {
                return null;
            }
        }

        return trimmed.Replace("_", "");
    }
}
