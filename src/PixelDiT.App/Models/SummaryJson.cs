using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using PixelDiT.Models.Checkpoints;

namespace PixelDiT.App.Models;

/// <summary>A model's summary for programs.</summary>
internal static class SummaryJson
{
    /// <summary>The whole of it as one JSON object.</summary>
    public static string Of(CheckpointSummary summary)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("path", summary.Path);
            json.WriteString("container", summary.Container);
            json.WriteNumber("bytes", summary.Bytes);
            json.WriteString("kind", summary.Kind);
            json.WriteBoolean("runnable", summary.IsRunnable);
            json.WriteString("problem", summary.Problem);
            json.WriteNumber("tensors", summary.Tensors);
            json.WriteNumber("parameters", summary.Parameters);
            json.WriteString("prefix", summary.Prefix);
            Numbers(json, "sizes", summary.Sizes.Select(s => (s.Name, s.Value)));
            json.WriteStartArray("dtypes");
            foreach (var type in summary.Types)
            {
                json.WriteStartObject();
                json.WriteString("name", type.Name);
                json.WriteNumber("tensors", type.Tensors);
                json.WriteNumber("elements", type.Elements);
                json.WriteNumber("bytes", type.Bytes);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            Numbers(json, "quantization", summary.Quantization.Select(q => (q.Format, (long)q.Weights)));
            Numbers(json, "ignored", summary.Ignored.Select(i => (i.Name, (long)i.Tensors)));
            json.WriteStartObject("metadata");
            foreach (var (key, value) in summary.Metadata)
            {
                json.WriteString(key, value);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + Environment.NewLine;
    }

    private static void Numbers(Utf8JsonWriter json, string name, IEnumerable<(string Name, long Value)> numbers)
    {
        json.WriteStartObject(name);
        foreach (var (key, value) in numbers)
        {
            json.WriteNumber(key, value);
        }

        json.WriteEndObject();
    }
}
