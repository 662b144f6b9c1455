using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using PixelDiT.Graph.Values;

namespace PixelDiT.Graph.Workflows.Reading;

/// <summary>Single values of an editor-form file, with JavaScript's tolerance where saved files need it.</summary>
internal static class Plain
{
    private const double LargestExact = 9007199254740991;

    /// <summary>An id, a number or a text, as text; null for anything else.</summary>
    public static string? Id(JsonNode? value) => JsonValues.ToPlain(value) switch
    {
        string { Length: > 0 } text => text,
        long whole => whole.ToString(CultureInfo.InvariantCulture),
        BigInteger big => big.ToString(CultureInfo.InvariantCulture),
        double real when real == Math.Floor(real) && Math.Abs(real) <= LargestExact => ((long)real).ToString(CultureInfo.InvariantCulture),
        _ => null,
    };

    /// <summary>A slot or mode, a whole number or its digits; null for anything else and for negative ones.</summary>
    public static int? Count(JsonNode? value) =>
        Id(value) is { } text && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>A text, or null.</summary>
    public static string? Text(JsonNode? value) => value is JsonValue && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    /// <summary>A type of a slot; null when the value cannot be one. Old files have 0 for "any" and the choices of a combo as a list.</summary>
    public static string? Type(JsonNode? value) => value switch
    {
        null => "*",
        JsonArray => "COMBO",
        JsonValue when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>() is { Length: > 0 } text ? text : "*",
        JsonValue when value.GetValueKind() == JsonValueKind.Number => Id(value) is "0" ? "*" : Id(value),
        _ => null,
    };

    /// <summary>How a value is called in messages.</summary>
    public static string Kind(JsonNode? value) => value?.GetValueKind() switch
    {
        null or JsonValueKind.Null => "null",
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => $"the text {Shown.Value(value)}",
        JsonValueKind.Number => $"the number {Shown.Value(value)}",
        _ => value.ToJsonString(),
    };
}
