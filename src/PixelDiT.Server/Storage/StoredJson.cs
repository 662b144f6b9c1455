using System.Text.Json;
using PixelDiT.Graph.Execution;
using PixelDiT.Server.Jobs;
using PixelDiT.Server.Sockets;

namespace PixelDiT.Server.Storage;

/// <summary>Lists as the store writes them.</summary>
internal static class StoredJson
{
    /// <summary>Texts: <c>["a","b"]</c>.</summary>
    public static string OfTexts(IReadOnlyList<string> texts) => System.Text.Encoding.UTF8.GetString(WireJson.Write(texts, static (w, all) =>
    {
        w.WriteStartArray();
        foreach (var text in all)
        {
            w.WriteStringValue(text);
        }

        w.WriteEndArray();
    }));

    /// <summary>The same, read.</summary>
    public static IReadOnlyList<string> ReadTexts(string json)
    {
        using var document = JsonDocument.Parse(json, WireJson.ReadOptions);
        return [.. document.RootElement.EnumerateArray().Select(e => e.GetString()!)];
    }

    /// <summary>Nodes: <c>[[id,display id,parent id or null,real id,class],...]</c>.</summary>
    public static byte[] OfNodes(IReadOnlyList<NodeRef> nodes) => WireJson.Write(nodes, static (w, all) =>
    {
        w.WriteStartArray();
        foreach (var node in all)
        {
            w.WriteStartArray();
            w.WriteStringValue(node.Id);
            w.WriteStringValue(node.DisplayId);
            w.WriteStringValue(node.ParentId);
            w.WriteStringValue(node.RealId);
            w.WriteStringValue(node.ClassType);
            w.WriteEndArray();
        }

        w.WriteEndArray();
    });

    /// <summary>The same, read.</summary>
    public static IReadOnlyList<NodeRef> ReadNodes(byte[] json)
    {
        using var document = JsonDocument.Parse(json, WireJson.ReadOptions);
        return [.. document.RootElement.EnumerateArray().Select(n => new NodeRef(n[0].GetString()!, n[1].GetString()!, n[2].GetString(), n[3].GetString()!, n[4].GetString()!))];
    }

    /// <summary>Messages: <c>[[type,data],...]</c>, the data as they were sent.</summary>
    public static byte[] OfMessages(IReadOnlyList<JobMessage> messages) => WireJson.Write(messages, static (w, all) =>
    {
        w.WriteStartArray();
        foreach (var message in all)
        {
            w.WriteStartArray();
            w.WriteStringValue(message.Type);
            w.WriteRawValue(message.DataJson.Span, skipInputValidation: true);
            w.WriteEndArray();
        }

        w.WriteEndArray();
    });

    /// <summary>The same, read; the data are parts of the text.</summary>
    public static IReadOnlyList<JobMessage> ReadMessages(byte[] json)
    {
        var messages = new List<JobMessage>();
        // What was written is read, however deep a node nested its output.
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 1000 });
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.StartArray)
        {
            reader.Read();
            var type = reader.GetString()!;
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            messages.Add(new JobMessage(type, json.AsMemory(start, (int)reader.BytesConsumed - start)));
            reader.Read();
        }

        return messages;
    }
}
