using System.Text.Json;
using PixelDiT.Server.Sockets;

namespace PixelDiT.Server.Jobs;

/// <summary>An image that a job saved or showed.</summary>
/// <param name="NodeId">The node.</param>
/// <param name="FileName">Name of its file.</param>
/// <param name="Subfolder">Where in its folder; empty for the folder itself.</param>
/// <param name="Type">Its folder: output, temp or input.</param>
internal sealed record JobImage(string NodeId, string FileName, string Subfolder, string Type)
{
    /// <summary>Where it can be had.</summary>
    public string Url => $"/api/view?filename={Uri.EscapeDataString(FileName)}&subfolder={Uri.EscapeDataString(Subfolder)}&type={Uri.EscapeDataString(Type)}";

    /// <summary>The images among a job's outputs, in order.</summary>
    /// <param name="outputsJson">Node id → ui object.</param>
    public static IReadOnlyList<JobImage> Of(ReadOnlyMemory<byte> outputsJson)
    {
        using var document = JsonDocument.Parse(outputsJson, WireJson.ReadOptions);
        return
        [
            .. from item in OutputItem.All(document.RootElement)
               where item.MediaType == "images" && item.Value.ValueKind == JsonValueKind.Object
               let name = Text(item.Value, "filename")
               where name is not null
               select new JobImage(item.NodeId, name, Text(item.Value, "subfolder") ?? "", Text(item.Value, "type") ?? "output"),
        ];
    }

    // "images":[{"node_id":ID,"filename":F,"subfolder":S,"type":T,"url":U},...]
    /// <summary>Writes all of them as a member.</summary>
    public static void WriteAll(Utf8JsonWriter w, ReadOnlyMemory<byte> outputsJson)
    {
        w.WriteStartArray("images"u8);
        foreach (var image in Of(outputsJson))
        {
            w.WriteStartObject();
            w.WriteString("node_id"u8, image.NodeId);
            w.WriteString("filename"u8, image.FileName);
            w.WriteString("subfolder"u8, image.Subfolder);
            w.WriteString("type"u8, image.Type);
            w.WriteString("url"u8, image.Url);
            w.WriteEndObject();
        }

        w.WriteEndArray();
    }

    private static string? Text(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
