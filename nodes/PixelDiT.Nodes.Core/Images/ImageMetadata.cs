using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using PixelDiT.Graph.Nodes;
using PixelDiT.Imaging;
using PixelDiT.Nodes.Core.Hosting;

namespace PixelDiT.Nodes.Core.Images;

/// <summary>The texts that go into saved images: <c>prompt</c>, then one for each key of <c>extra_pnginfo</c> (protocol §9.2, §9.3).</summary>
internal static partial class ImageMetadata
{
    // Far deeper than what a server accepts: a finished image is not lost for its texts.
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 10_000 };

    /// <summary>The texts; none where the host switched metadata off. A key that no PNG file can hold is left out, with a warning.</summary>
    public static IReadOnlyList<PngTextEntry> Of(NodeContext context, JsonObject? prompt, JsonObject? extra)
    {
        if (context.Services.Find<SaveOptions>()?.DisableMetadata == true)
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
            if (PngText.IsKeyword(key))
            {
                entries.Add(new PngTextEntry(key, Ascii(value)));
            }
            else
            {
                LogKeywordLeftOut(context.Logger, key);
            }
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

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning,
        Message = "The text '{Keyword}' of extra_pnginfo is left out of the image: keywords have 1 to 79 printable Latin-1 characters without blanks at the ends or two in a row.")]
    private static partial void LogKeywordLeftOut(ILogger logger, string keyword);
}
