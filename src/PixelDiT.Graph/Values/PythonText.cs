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

        // .NET finds the shortest digits as well, but changes to exponents elsewhere: take its text apart and put the point where Python does.
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        var sign = text[0] == '-' ? "-" : "";
        var e = text.IndexOf('E');
        var mantissa = text[sign.Length..(e < 0 ? text.Length : e)];
        var point = mantissa.IndexOf('.') is var p and >= 0 ? p : mantissa.Length;
        var all = mantissa.Replace(".", "");
        var digits = all.TrimStart('0').TrimEnd('0');
        if (digits.Length == 0)
        {
            return sign + "0.0";
        }

        var leadingZeros = all.Length - all.TrimStart('0').Length;
        var exponent = point - leadingZeros - 1 + (e < 0 ? 0 : int.Parse(text.AsSpan(e + 1), CultureInfo.InvariantCulture));
        return sign + (exponent is < -4 or >= 16 ? Exponential(digits, exponent) : Positional(digits, exponent));
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

    private static string Exponential(string digits, int exponent)
    {
        var head = digits.Length == 1 ? digits : $"{digits[0]}.{digits[1..]}";
        return $"{head}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";
    }

    private static string Positional(string digits, int exponent) =>
        exponent < 0 ? "0." + new string('0', -exponent - 1) + digits
        : exponent + 1 >= digits.Length ? digits.PadRight(exponent + 1, '0') + ".0"
        : $"{digits[..(exponent + 1)]}.{digits[(exponent + 1)..]}";
}
