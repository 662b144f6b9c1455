using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PixelDiT.Tests.Replay;

/// <summary>
/// Compares what came with what was recorded. A text in angle brackets stands for a value that varies: ids are learned where they first
/// appear and must be the same afterwards, anything else matches any value. Further members in an answer are allowed (protocol §12).
/// </summary>
internal sealed class Placeholders
{
    private readonly Dictionary<string, string> _known = [];

    /// <summary>Settles a placeholder.</summary>
    public void Learn(string placeholder, string value) => _known[placeholder] = value;

    public bool Knows(string placeholder) => _known.ContainsKey(placeholder);

    /// <summary>Replaces known placeholders in a text.</summary>
    public string Fill(string text) => _known.Aggregate(text, (t, k) => t.Replace(k.Key, k.Value));

    /// <summary>Replaces known placeholders in every text and name of a value.</summary>
    public JsonNode? Fill(JsonNode? value) => value is null ? null : JsonNode.Parse(Fill(value.ToJsonString(Raw)));

    private static readonly JsonSerializerOptions Raw = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Null when <paramref name="actual"/> is as recorded, else what differs.</summary>
    public string? Difference(JsonNode? recorded, JsonNode? actual, string path = "$")
    {
        if (recorded is JsonValue text && text.TryGetValue<string>(out var placeholder) && IsPlaceholder(placeholder))
        {
            return Matches(placeholder, actual) ? null : $"{path}: {actual?.ToJsonString() ?? "null"} where {placeholder} was recorded";
        }

        return (recorded, actual) switch
        {
            (null, null) => null,
            (JsonObject r, JsonObject a) => Members(r, a, path),
            (JsonArray r, JsonArray a) => Elements(r, a, path),
            (JsonValue r, JsonValue a) => Same(r, a) ? null : $"{path}: {a.ToJsonString()} instead of {r.ToJsonString()}",
            _ => $"{path}: {actual?.ToJsonString() ?? "null"} instead of {recorded?.ToJsonString() ?? "null"}",
        };
    }

    private string? Members(JsonObject recorded, JsonObject actual, string path)
    {
        // Only the order of the keys is of interest.
        if ((recorded["<keys in order>"] ?? recorded["<order of keys>"]) is JsonArray order)
        {
            return Difference(order, new JsonArray([.. actual.Select(m => (JsonNode?)m.Key)]), path + " (keys)");
        }

        // History cut down to what nodes showed and how each job ended.
        if (recorded["<outputs only>"] is { } outputs)
        {
            var entries = actual.Select(m => m.Value!.AsObject()).ToList();
            return Difference(outputs, new JsonObject(entries.SelectMany(e => e["outputs"]!.AsObject()).Select(o => KeyValuePair.Create(o.Key, o.Value?.DeepClone()))), path + " (outputs)")
                ?? Difference(recorded["<status>"], new JsonArray([.. entries.Select(e => e["status"]!["status_str"]!.DeepClone())]), path + " (status)");
        }

        foreach (var (name, value) in recorded)
        {
            var key = Fill(name);
            if (!actual.TryGetPropertyValue(key, out var member))
            {
                return $"{path}: member '{key}' is missing";
            }

            if (MemberDifference(name, value, member, $"{path}.{key}") is { } difference)
            {
                return difference;
            }
        }

        return null;
    }

    private string? MemberDifference(string name, JsonNode? recorded, JsonNode? actual, string path) => name switch
    {
        // The class names of another language.
        "exception_type" => actual?.GetValueKind() == JsonValueKind.String ? null : $"{path}: is no text",
        // Sets, written in any order.
        "executed" or "current_outputs" or "dependent_outputs" or "errors" => Difference(Sorted(recorded), Sorted(actual), path),
        "prompt" when recorded is JsonArray { Count: 5 } r && actual is JsonArray { Count: 5 } a => Difference(WithSortedTargets(r), WithSortedTargets(a), path),
        _ => Difference(recorded, actual, path),
    };

    private static JsonNode? Sorted(JsonNode? set) => set is JsonArray all
        ? new JsonArray([.. all.OrderBy(e => e is JsonObject o ? $"{o["type"]} {o["details"]}" : e?.ToString(), StringComparer.Ordinal).Select(e => e?.DeepClone())])
        : set;

    // [number, id, graph, extra data, [outputs]]
    private static JsonArray WithSortedTargets(JsonArray job)
    {
        var copy = job.DeepClone().AsArray();
        copy[4] = Sorted(copy[4])?.DeepClone();
        return copy;
    }

    private string? Elements(JsonArray recorded, JsonArray actual, string path)
    {
        // "<traceback line>" alone stands for any number of lines.
        if (recorded is [JsonValue only] && only.ToString() is "<traceback line>" or "<command line arguments>")
        {
            return actual.Count > 0 || recorded[0]!.ToString() == "<command line arguments>" ? null : $"{path}: is empty";
        }

        if (recorded.Count != actual.Count)
        {
            return $"{path}: {actual.Count} elements instead of {recorded.Count}: {actual.ToJsonString()}";
        }

        return recorded.Select((value, i) => Difference(value, actual[i], $"{path}[{i}]")).FirstOrDefault(d => d is not null);
    }

    private static bool IsPlaceholder(string text) => text.Contains('<') && text.Contains('>');

    private bool Matches(string placeholder, JsonNode? actual)
    {
        var filled = Fill(placeholder);
        if (!IsPlaceholder(filled))
        {
            return actual is JsonValue v && v.TryGetValue<string>(out var s) && s == filled;
        }

        if (placeholder is "<timestamp>")
        {
            return actual?.GetValueKind() == JsonValueKind.Number;
        }

        if (placeholder.StartsWith("<prompt_id_", StringComparison.Ordinal) || placeholder.StartsWith("<sid_", StringComparison.Ordinal))
        {
            if (actual is not JsonValue id || !id.TryGetValue<string>(out var learned))
            {
                return false;
            }

            Learn(placeholder, learned);
            return true;
        }

        // "ComfyUI_temp_<rand5_1>_00001_.png": what stands around the letters must be the same.
        if (filled.IndexOf("<rand5_", StringComparison.Ordinal) is >= 0 and var start && actual is JsonValue name && name.TryGetValue<string>(out var file))
        {
            var end = filled.IndexOf('>', start) + 1;
            if (file.Length != filled.Length - (end - start) + 5)
            {
                return false;
            }

            Learn(filled[start..end], file.Substring(start, 5));
            return Fill(placeholder) == file;
        }

        return true;
    }

    private static bool Same(JsonValue recorded, JsonValue actual) => recorded.GetValueKind() == JsonValueKind.Number && actual.GetValueKind() == JsonValueKind.Number
        ? double.Parse(recorded.ToJsonString(), CultureInfo.InvariantCulture) == double.Parse(actual.ToJsonString(), CultureInfo.InvariantCulture)
        : JsonNode.DeepEquals(recorded, actual);
}
