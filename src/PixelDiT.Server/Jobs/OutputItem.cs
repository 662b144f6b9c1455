using System.Text;
using System.Text.Json;

namespace PixelDiT.Server.Jobs;

/// <summary>How well an item stands for its job; lower is better.</summary>
internal enum PreviewRank
{
    /// <summary>An image, video, sound or 3D file that was saved.</summary>
    SavedMedia,

    /// <summary>One that was shown only.</summary>
    OtherMedia,

    /// <summary>A text file.</summary>
    TextFile,

    /// <summary>A text itself.</summary>
    RawText,
}

/// <summary>One element of a list that a node showed.</summary>
/// <param name="NodeId">The node.</param>
/// <param name="MediaType">Key of the list, such as <c>images</c>.</param>
/// <param name="Value">The element.</param>
internal readonly record struct OutputItem(string NodeId, string MediaType, JsonElement Value)
{
    private static readonly string[] MediaTypes = ["images", "video", "audio", "3d", "text"];
    private static readonly string[] ThreeD = [".obj", ".fbx", ".gltf", ".glb", ".usdz"];
    private static readonly string[] Texts = [".txt", ".md", ".json"];

    /// <summary>Every element of every list, in order; what is no list, and the flags under <c>animated</c>, has none.</summary>
    /// <param name="outputs">Node id → ui object.</param>
    public static IEnumerable<OutputItem> All(JsonElement outputs) =>
        from node in outputs.EnumerateObject()
        where node.Value.ValueKind == JsonValueKind.Object
        from list in node.Value.EnumerateObject()
        where IsItemList(list)
        from item in list.Value.EnumerateArray()
        select new OutputItem(node.Name, list.Name, item);

    /// <summary>True for a list of items.</summary>
    public static bool IsItemList(JsonProperty list) => list.Name != "animated" && list.Value.ValueKind == JsonValueKind.Array;

    /// <summary>True for a text that is the name of a 3D file: some nodes show those instead of objects.</summary>
    public static bool IsThreeDName(JsonElement value) => value.ValueKind == JsonValueKind.String && EndsWithAny(value.GetString()!, ThreeD);

    /// <summary>True for an item that counts as an output.</summary>
    public bool Counts => Value.ValueKind == JsonValueKind.Object || IsThreeDName(Value);

    /// <summary>True for an item that a client can show.</summary>
    public bool IsPreviewable =>
        MediaTypes.Contains(MediaType)
        || Text("format") is { } format && (format.StartsWith("video/", StringComparison.Ordinal) || format.StartsWith("audio/", StringComparison.Ordinal))
        || EndsWithAny(FileName, ThreeD)
        || EndsWithAny(FileName, Texts);

    /// <summary>How well it stands for its job; null when it cannot.</summary>
    public PreviewRank? Rank =>
        Counts ? IsPreviewable ? RankOfFile : null
        : MediaType == "text" && Value.ValueKind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False ? PreviewRank.RawText
        : null;

    private PreviewRank RankOfFile =>
        MediaType == "text" || EndsWithAny(FileName, Texts) ? PreviewRank.TextFile
        : Value.ValueKind == JsonValueKind.String || Text("type") == "output" ? PreviewRank.SavedMedia
        : PreviewRank.OtherMedia;

    private string FileName => Value.ValueKind == JsonValueKind.String ? Value.GetString()! : Text("filename") ?? "";

    /// <summary>Writes the item as it stands for its job: with <c>nodeId</c>, and with <c>mediaType</c> unless it has one.</summary>
    public void WritePreview(Utf8JsonWriter w)
    {
        w.WriteStartObject();
        var hasMediaType = WriteMembers(w);
        w.WriteString("nodeId"u8, NodeId);
        if (!hasMediaType)
        {
            w.WriteString("mediaType"u8, MediaType);
        }

        w.WriteEndObject();
    }

    /// <summary>Writes the name of a 3D file as the object that other files are shown by.</summary>
    public static void WriteThreeDFile(Utf8JsonWriter w, string name)
    {
        w.WriteStartObject();
        WriteThreeDMembers(w, name);
        w.WriteEndObject();
    }

    private static void WriteThreeDMembers(Utf8JsonWriter w, string name)
    {
        w.WriteString("filename"u8, name);
        w.WriteString("type"u8, "output"u8);
        w.WriteString("subfolder"u8, ""u8);
        w.WriteString("mediaType"u8, "3d"u8);
    }

    private bool WriteMembers(Utf8JsonWriter w)
    {
        if (Value.ValueKind == JsonValueKind.Object)
        {
            var hasMediaType = false;
            foreach (var member in Value.EnumerateObject().Where(m => m.Name != "nodeId"))
            {
                hasMediaType |= member.Name == "mediaType";
                member.WriteTo(w);
            }

            return hasMediaType;
        }

        if (IsThreeDName(Value))
        {
            WriteThreeDMembers(w, Value.GetString()!);
            return true;
        }

        WriteText(w, Value.ToString());
        return false;
    }

    private static void WriteText(Utf8JsonWriter w, string text)
    {
        // Counted in code points, so that no character is cut in half.
        var end = 0;
        var count = 0;
        while (end < text.Length && count < OutputSummary.MaxPreviewText)
        {
            end += Rune.TryGetRuneAt(text, end, out var rune) ? rune.Utf16SequenceLength : 1;
            count++;
        }

        w.WriteString("content"u8, text.AsSpan(0, end));
        if (end < text.Length)
        {
            w.WriteBoolean("truncated"u8, true);
        }
    }

    private string? Text(string name) =>
        Value.ValueKind == JsonValueKind.Object && Value.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;

    private static bool EndsWithAny(string name, string[] extensions) => Array.Exists(extensions, e => name.EndsWith(e, StringComparison.OrdinalIgnoreCase));
}
