using System.Text.Json;
using PixelDiT.Server.Generate;
using PixelDiT.Server.Jobs;
using PixelDiT.Server.Sockets;

namespace PixelDiT.Server.Webhooks;

/// <summary>What receivers are told.</summary>
internal static class WebhookBody
{
    // {"type":"job.completed"|"job.failed"|"job.cancelled","timestamp":ISO,"data":{"prompt_id":ID,"status":S,"location":PATH,"images":[...],"timing":{...},
    //  "error":{"node_id":ID,"node_type":C,"exception_type":X,"message":M}|null}}
    /// <summary>The message about a job that is over.</summary>
    public static byte[] Of(HistoryEntry entry) => WireJson.Write(entry, static (w, e) =>
    {
        var status = JobStatusNames.Of(e.Summary.Status);
        w.WriteStartObject();
        w.WriteString("type"u8, $"job.{status}");
        w.WriteString("timestamp"u8, e.OverAt.UtcDateTime);
        w.WriteStartObject("data"u8);
        w.WriteString("prompt_id"u8, e.PromptId);
        w.WriteString("status"u8, status);
        w.WriteString("location"u8, Generation.PathOf(e.PromptId));
        JobImage.WriteAll(w, e.OutputsJson);
        JobTiming.Write(w, e.Summary);
        WriteError(w, e.Summary.ErrorJson);
        w.WriteEndObject();
        w.WriteEndObject();
    });

    private static void WriteError(Utf8JsonWriter w, ReadOnlyMemory<byte> errorJson)
    {
        if (errorJson.IsEmpty)
        {
            w.WriteNull("error"u8);
            return;
        }

        using var error = JsonDocument.Parse(errorJson, WireJson.ReadOptions);
        w.WriteStartObject("error"u8);
        foreach (var (member, name) in ((string, string)[])[("node_id", "node_id"), ("node_type", "node_type"), ("exception_type", "exception_type"), ("exception_message", "message")])
        {
            w.WriteString(name, error.RootElement.TryGetProperty(member, out var value) ? value.ToString().TrimEnd() : "");
        }

        w.WriteEndObject();
    }
}
