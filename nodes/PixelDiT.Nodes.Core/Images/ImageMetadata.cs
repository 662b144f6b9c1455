using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using PixelDiT.Graph.Nodes;
using PixelDiT.Imaging;
using PixelDiT.Nodes.Core.Hosting;

namespace PixelDiT.Nodes.Core.Images;

/// <summary>The texts that go into saved images: <c>prompt</c>, then one for each key of <c>extra_pnginfo</c> (protocol §9.2, §9.3).</summary>
internal static class ImageMetadata
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The texts; none where the host switched metadata off.</summary>
    public static IReadOnlyList<PngTextEntry> Of(NodeServices services, JsonObject? prompt, JsonObject? extra)
    {
        if (services.Find<SaveOptions>()?.DisableMetadata == true)
        {
            return [];
        }
        var entries = new List<PngTextEntry>();
        if (prompt is not null)
        {
            entries.Add(new PngTextEntry("prompt", Ascii(prompt)));
        }
        foreach (var (key, value) in extra ?? [])
        {
            entries.Add(new PngTextEntry(key, Ascii(value)));
        }
        return entries;
    }

    /// <summary>
    /// As many of the texts as a JPEG file holds: all, or without the prompt, which the workflow can be turned into, or none.
    /// </summary>
    public static IReadOnlyList<PngTextEntry> ForJpeg(IReadOnlyList<PngTextEntry> texts) =>
        ImageText.FitsJpeg(texts) ? texts
        : texts.Where(t => t.Keyword == "workflow").ToList() is { Count: > 0 } workflow && ImageText.FitsJpeg(workflow) ? workflow
        : [];

    // Everything beyond ASCII is escaped, so that the text fits a tEXt chunk, which front ends read.
    private static string Ascii(JsonNode? value)
    {
        var json = value?.ToJsonString(Relaxed) ?? "null";
        var text = new StringBuilder(json.Length);
        foreach (var c in json)
        {
            _ = c < 0x7F ? text.Append(c) : text.Append($"\\u{(int)c:x4}");
        }
        return text.ToString();
    }
}
