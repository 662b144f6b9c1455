using System.Collections;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using PixelDiT.Graph.Values;
using PixelDiT.Nodes.Core.Values;
using TorchSharp;

namespace PixelDiT.Nodes.Core.Utilities;

/// <summary>
/// The texts that Python shows for values, because clients compare them: <c>True</c>, <c>1.0</c>, <c>None</c>;
/// lists and mappings as JSON with four blanks of indentation; a tensor by its type, shape and device.
/// </summary>
internal static class AnyText
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
        double number => PythonText.Float(number),
        float number => PythonText.Float(number),
        torch.Tensor tensor => Describe(tensor),
        Latent latent => $"Latent {{ samples: {Describe(latent.Samples)} }}",
        Conditioning conditioning => $"Conditioning [{string.Join(", ", conditioning.Entries.Select(e => Describe(e.Embedding)))}]",
        IEnumerable items => Json(items),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        var other => other.ToString() ?? other.GetType().Name,
    };

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
        ? PythonText.Float(value)
        : double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";

    // A JSON value as what it stands for; its members stay JSON until they are looked at.
    private static object? Unwrap(object? value) => (value is JsonNode node ? JsonValues.ToPlain(node) : value) switch
    {
        JsonObject map => map.ToDictionary(p => p.Key, p => (object?)p.Value),
        JsonArray list => list.ToList<object?>(),
        var plain => plain,
    };
}
