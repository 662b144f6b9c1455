using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PixelDiT.Graph.Values;

/// <summary>Conversions between JSON and plain values that lose nothing: whole numbers of any size, and <c>1.0</c> as against <c>1</c>.</summary>
public static class JsonValues
{
    /// <summary>Most digits of a whole number; longer ones are refused, since converting them takes quadratic time.</summary>
    public const int MaxDigits = 4300;

    /// <summary>
    /// A JSON value as a plain one: null, <see cref="bool"/>, <see cref="string"/>, <see cref="long"/> or <see cref="BigInteger"/> (written without
    /// fraction and exponent), <see cref="double"/> (any other number); objects and arrays stay as they are.
    /// </summary>
    /// <param name="node">Any JSON value; null is JSON's null.</param>
    /// <exception cref="OverflowException">A whole number of more than <see cref="MaxDigits"/> digits.</exception>
    public static object? ToPlain(JsonNode? node)
    {
        if (node is not JsonValue value)
        {
            return node;
        }

        return value.TryGetValue<JsonElement>(out var element) ? FromElement(element) : Normalize(value.GetValue<object>());
    }

    /// <summary>A plain value as JSON; numbers print as Python prints them, NaN and the infinities as null.</summary>
    /// <param name="value">Null, a boolean, number or text, or a JSON value (which is taken over, not copied).</param>
    /// <exception cref="ArgumentException">A value of another type.</exception>
    public static JsonNode? FromPlain(object? value) => value switch
    {
        null => null,
        JsonNode node => node,
        bool b => JsonValue.Create(b),
        string s => JsonValue.Create(s),
        int i => JsonValue.Create(i),
        long l => JsonValue.Create(l),
        ulong u => JsonValue.Create(u),
        BigInteger big => Raw(big.ToString()),
        double d => Float(d),
        float f => Float(f),
        _ => throw new ArgumentException($"A {value.GetType().Name} has no JSON form.", nameof(value)),
    };

    /// <summary>A floating-point number that keeps its fraction on the wire (<c>1.0</c>); null for NaN and the infinities, which JSON lacks.</summary>
    /// <param name="value">Any number.</param>
    public static JsonNode? Float(double value) => double.IsFinite(value) ? Raw(PythonText.Float(value)) : null;

    internal static JsonNode? Raw(string json) => JsonValue.Create(JsonElement.Parse(Encoding.UTF8.GetBytes(json)));

    /// <summary>A whole number as <see cref="long"/> where it fits, else as it is.</summary>
    internal static object Whole(BigInteger number)
    {
        if (number >= long.MinValue && number <= long.MaxValue)
        {
            return (long)number;
        }

        return number;
    }

    private static object? FromElement(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => Number(element),
        JsonValueKind.Object => JsonObject.Create(element),
        JsonValueKind.Array => JsonArray.Create(element),
        _ => null,
    };

    private static object Number(JsonElement element)
    {
        if (element.TryGetInt64(out var whole))
        {
            return whole;
        }

        var raw = JsonMarshal.GetRawUtf8Value(element);
        if (raw.IndexOfAny(".eE"u8) >= 0)
        {
            return element.GetDouble();
        }

        return raw.Length <= MaxDigits
            ? BigInteger.Parse(Encoding.ASCII.GetString(raw))
            : throw new OverflowException($"A whole number of {raw.Length} digits; at most {MaxDigits} are accepted.");
    }

    private static object? Normalize(object? value) => value switch
    {
        int or short or byte or sbyte or ushort or uint => Convert.ToInt64(value),
        ulong u => Whole(u),
        float f => (double)f,
        decimal d => (double)d,
        _ => value,
    };
}
