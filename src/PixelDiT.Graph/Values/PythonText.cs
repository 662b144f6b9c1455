using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json.Nodes;

namespace PixelDiT.Graph.Values;

/// <summary>
/// Values as Python prints them: ComfyUI's error texts quote values in this form, clients compare those texts,
/// and <c>object_info</c> and coerced values keep the difference between <c>1</c> and <c>1.0</c>.
/// </summary>
public static class PythonText
{
    /// <summary>A value as <c>str()</c> prints it: texts as they are, everything else as <see cref="Repr"/>.</summary>
    /// <param name="value">A JSON value or a plain value (see <see cref="JsonValues.ToPlain"/>).</param>
    public static string Str(object? value) => Plain(value) switch
    {
        string text => text,
        var other => Repr(other),
    };

    /// <summary>A value as <c>repr()</c> prints it: <c>'text'</c>, <c>1.0</c>, <c>True</c>, <c>None</c>, <c>[1, 'a']</c>.</summary>
    /// <param name="value">A JSON value or a plain value (see <see cref="JsonValues.ToPlain"/>).</param>
    public static string Repr(object? value)
    {
        var text = new StringBuilder();
        AppendRepr(text, value);
        return text.ToString();
    }

    /// <summary>A list of texts as Python prints it: <c>['a', 'b']</c>.</summary>
    /// <param name="items">The elements.</param>
    public static string ReprList(IEnumerable<string> items) => $"[{string.Join(", ", items.Select(i => Repr(i)))}]";

    /// <summary>The shortest text that reads back as the same number: <c>1.0</c>, <c>0.1</c>, <c>1e+38</c>, <c>1e-05</c>, <c>nan</c>, <c>inf</c>.</summary>
    /// <param name="value">Any number.</param>
    public static string Float(double value)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
        }

        var shortest = value.ToString("E16", CultureInfo.InvariantCulture);
        var exponent = int.Parse(shortest.AsSpan(shortest.IndexOf('E') + 1), CultureInfo.InvariantCulture);
        var roundTrip = value.ToString("R", CultureInfo.InvariantCulture);
        if (value != 0 && exponent is < -4 or >= 16)
        {
            return Exponential(roundTrip, exponent);
        }

        var plain = roundTrip.Contains('E') ? value.ToString("F0", CultureInfo.InvariantCulture) : roundTrip;
        return plain.Contains('.') ? plain : plain + ".0";
    }

    /// <summary>The name of a value's Python type: <c>int</c>, <c>float</c>, <c>str</c>, <c>bool</c>, <c>NoneType</c>, <c>dict</c>, <c>list</c>.</summary>
    /// <param name="value">A JSON value or a plain value (see <see cref="JsonValues.ToPlain"/>).</param>
    public static string TypeName(object? value) => Plain(value) switch
    {
        null => "NoneType",
        bool => "bool",
        int or long or ulong or BigInteger => "int",
        float or double or decimal => "float",
        string => "str",
        JsonObject => "dict",
        JsonArray => "list",
        var other => other.GetType().Name,
    };

    private static object? Plain(object? value) => value is JsonNode node ? JsonValues.ToPlain(node) : value;

    private static void AppendRepr(StringBuilder text, object? value)
    {
        switch (Plain(value))
        {
            case null: text.Append("None"); break;
            case bool b: text.Append(b ? "True" : "False"); break;
            case double d: text.Append(Float(d)); break;
            case float f: text.Append(Float(f)); break;
            case string s: AppendQuoted(text, s); break;
            case JsonArray array: AppendArray(text, array); break;
            case JsonObject members: AppendObject(text, members); break;
            case IFormattable f: text.Append(f.ToString(null, CultureInfo.InvariantCulture)); break;
            case var other: text.Append(other); break;
        }
    }

    private static void AppendArray(StringBuilder text, JsonArray array)
    {
        text.Append('[');
        for (var i = 0; i < array.Count; i++)
        {
            text.Append(i == 0 ? "" : ", ");
            AppendRepr(text, array[i]);
        }

        text.Append(']');
    }

    private static void AppendObject(StringBuilder text, JsonObject members)
    {
        text.Append('{');
        var separator = "";
        foreach (var (name, value) in members)
        {
            text.Append(separator);
            AppendQuoted(text, name);
            text.Append(": ");
            AppendRepr(text, value);
            separator = ", ";
        }

        text.Append('}');
    }

    private static void AppendQuoted(StringBuilder text, string value)
    {
        var quote = value.Contains('\'') && !value.Contains('"') ? '"' : '\'';
        text.Append(quote);
        foreach (var c in value)
        {
            _ = c switch
            {
                '\\' => text.Append(@"\\"),
                '\n' => text.Append(@"\n"),
                '\r' => text.Append(@"\r"),
                '\t' => text.Append(@"\t"),
                _ when c == quote => text.Append('\\').Append(c),
                _ when c < 0x20 || c == 0x7f => text.Append($"\\x{(int)c:x2}"),
                _ => text.Append(c),
            };
        }

        text.Append(quote);
    }

    private static string Exponential(string roundTrip, int exponent)
    {
        var negative = roundTrip[0] == '-';
        var mantissa = roundTrip.AsSpan(negative ? 1 : 0);
        var e = mantissa.IndexOf('E');
        var digits = (e < 0 ? mantissa : mantissa[..e]).ToString().Replace(".", "").TrimStart('0').TrimEnd('0');
        var head = digits.Length <= 1 ? digits : $"{digits[0]}.{digits[1..]}";
        return $"{(negative ? "-" : "")}{head}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";
    }
}
