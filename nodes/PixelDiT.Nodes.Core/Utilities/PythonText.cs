using System.Collections;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using PixelDiT.Nodes.Core.Values;
using TorchSharp;

namespace PixelDiT.Nodes.Core.Utilities;

/// <summary>
/// The texts that Python shows for values, because clients compare them: <c>True</c>, <c>1.0</c>, <c>None</c>;
/// lists and mappings as JSON with four blanks of indentation; a tensor by its type, shape and device.
/// </summary>
internal static class PythonText
{
    private const int Indent = 4;

    // Only what JSON demands is escaped: the text is read by people.
    private static readonly JsonSerializerOptions Strings = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The text of a value: plain for a single one, JSON for lists and mappings.</summary>
    public static string Of(object? value) => Unwrap(value) switch
    {
        null => "None",
        string text => text,
        bool flag => flag ? "True" : "False",
        double number => Float(number),
        float number => Float(number),
        torch.Tensor tensor => Describe(tensor),
        Latent latent => $"Latent {{ samples: {Describe(latent.Samples)} }}",
        Conditioning conditioning => $"Conditioning [{string.Join(", ", conditioning.Entries.Select(e => Describe(e.Embedding)))}]",
        IEnumerable items => Json(items),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        var other => other.ToString() ?? other.GetType().Name,
    };

    /// <summary>The shortest digits that read back as the same number, as Python's <c>repr</c> writes them.</summary>
    internal static string Float(double value)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
        }
        // "E16" form of the shortest round trip: sign, digits, exponent.
        var shortest = value.ToString("R", CultureInfo.InvariantCulture);
        var (digits, exponent) = Split(shortest.TrimStart('-'));
        var sign = shortest.StartsWith('-') ? "-" : "";
        if (exponent is < -4 or >= 16)
        {
            var fraction = digits.Length > 1 ? "." + digits[1..] : "";
            return string.Create(CultureInfo.InvariantCulture, $"{sign}{digits[0]}{fraction}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}");
        }
        return sign + (exponent < 0
            ? "0." + new string('0', -exponent - 1) + digits
            : digits.Length > exponent + 1
                ? $"{digits[..(exponent + 1)]}.{digits[(exponent + 1)..]}"
                : digits.PadRight(exponent + 1, '0') + ".0");
    }

    // "123.4", "1.5E-07" → digits without leading or trailing zeros, and the power of ten of the first one.
    private static (string Digits, int Exponent) Split(string number)
    {
        var mark = number.IndexOf('E', StringComparison.Ordinal);
        var exponent = mark < 0 ? 0 : int.Parse(number[(mark + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var mantissa = mark < 0 ? number : number[..mark];
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var whole = point < 0 ? mantissa : mantissa[..point];
        var all = whole + (point < 0 ? "" : mantissa[(point + 1)..]);
        var first = 0;
        while (first < all.Length - 1 && all[first] == '0')
        {
            first++;
        }
        var digits = all[first..].TrimEnd('0');
        return digits.Length == 0 ? ("0", 0) : (digits, exponent + whole.Length - 1 - first);
    }

    private static string Describe(torch.Tensor tensor) =>
        $"tensor({tensor.dtype}, [{string.Join(", ", tensor.shape)}], {tensor.device})";

    private static string Json(IEnumerable items)
    {
        var text = new StringBuilder();
        Write(text, items, 0);
        return text.ToString();
    }

    private static void Write(StringBuilder text, object? value, int depth)
    {
        switch (Unwrap(value))
        {
            case null:
                text.Append("null");
                break;
            case bool flag:
                text.Append(flag ? "true" : "false");
                break;
            case double number:
                text.Append(JsonFloat(number));
                break;
            case float number:
                text.Append(JsonFloat(number));
                break;
            case IDictionary map:
                WriteAll(text, '{', '}', map.Keys.Cast<object>(), depth, key =>
                {
                    text.Append(JsonSerializer.Serialize(Of(key), Strings)).Append(": ");
                    Write(text, map[key!], depth + 1);
                });
                break;
            case string or torch.Tensor or Latent or Conditioning:
                text.Append(JsonSerializer.Serialize(Of(value), Strings));
                break;
            case IEnumerable items:
                WriteAll(text, '[', ']', items.Cast<object?>(), depth, item => Write(text, item, depth + 1));
                break;
            case IFormattable number when number is int or long or uint or ulong or BigInteger or short or byte or decimal:
                text.Append(number.ToString(null, CultureInfo.InvariantCulture));
                break;
            default:
                text.Append(JsonSerializer.Serialize(Of(value), Strings));
                break;
        }
    }

    private static void WriteAll<T>(StringBuilder text, char open, char close, IEnumerable<T> items, int depth, Action<T> write)
    {
        text.Append(open);
        var any = false;
        foreach (var item in items)
        {
            text.Append(any ? ",\n" : "\n").Append(' ', Indent * (depth + 1));
            write(item);
            any = true;
        }
        if (any)
        {
            text.Append('\n').Append(' ', Indent * depth);
        }
        text.Append(close);
    }

    private static string JsonFloat(double value) => double.IsFinite(value)
        ? Float(value)
        : double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";

    // JSON values as the plain values they stand for; a number without point or exponent is whole.
    private static object? Unwrap(object? value) => value switch
    {
        JsonObject map => map.ToDictionary(p => p.Key, p => (object?)p.Value),
        JsonArray list => list.ToList<object?>(),
        JsonValue scalar => scalar.GetValueKind() switch
        {
            JsonValueKind.String => scalar.GetValue<string>(),
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Number => Number(scalar.ToJsonString()),
            _ => null,
        },
        _ => value,
    };

    private static object Number(string text) => BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
        ? whole
        : double.Parse(text, CultureInfo.InvariantCulture);
}
