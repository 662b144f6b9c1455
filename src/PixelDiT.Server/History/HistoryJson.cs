using System.Text.Json;
using PixelDiT.Graph.Execution;
using PixelDiT.Server.Jobs;
using PixelDiT.Server.Queueing;

namespace PixelDiT.Server.History;

/// <summary>Finished jobs as <c>/history</c> shows them (protocol §7.1).</summary>
internal static class HistoryJson
{
    // {"prompt":[...5],"outputs":{ID:UI},"status":{...},"meta":{ID:{"node_id","display_node","parent_node","real_node_id"}}}
    /// <summary>Writes an entry.</summary>
    public static void WriteEntry(Utf8JsonWriter w, HistoryEntry entry)
    {
        w.WriteStartObject();
        w.WritePropertyName("prompt"u8);
        QueueEndpoints.WriteItem(w, entry.Number, entry.PromptId, entry.PromptJson, entry.ExtraDataJson, entry.Targets);
        w.WritePropertyName("outputs"u8);
        w.WriteRawValue(entry.OutputsJson.Span, skipInputValidation: true);
        w.WritePropertyName("status"u8);
        WriteStatus(w, entry);
        w.WriteStartObject("meta"u8);
        foreach (var node in entry.OutputNodes)
        {
            w.WriteStartObject(node.Id);
            w.WriteString("node_id"u8, node.Id);
            w.WriteString("display_node"u8, node.DisplayId);
            w.WriteString("parent_node"u8, node.ParentId);
            w.WriteString("real_node_id"u8, node.RealId);
            w.WriteEndObject();
        }

        w.WriteEndObject();
        w.WriteEndObject();
    }

    // {"status_str":S,"completed":B,"messages":[[type,data],...]}
    /// <summary>Writes how a job went.</summary>
    public static void WriteStatus(Utf8JsonWriter w, HistoryEntry entry)
    {
        var success = entry.Status == ExecutionStatus.Success;
        w.WriteStartObject();
        w.WriteString("status_str"u8, success ? "success"u8 : "error"u8);
        w.WriteBoolean("completed"u8, success);
        w.WriteStartArray("messages"u8);
        foreach (var message in entry.Messages)
        {
            w.WriteStartArray();
            w.WriteStringValue(message.Type);
            w.WriteRawValue(message.DataJson.Span, skipInputValidation: true);
            w.WriteEndArray();
        }

        w.WriteEndArray();
        w.WriteEndObject();
    }
}
