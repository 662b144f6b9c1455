using System.Text.Json;
using PixelDiT.Graph.Execution;
using PixelDiT.Server.Sockets;

namespace PixelDiT.Server.Events;

/// <summary>How events look on the wire.</summary>
internal static class EventJson
{
    // {"seq":N,"type":T,"time":MS,"jobId":J?, ...}
    /// <summary>An event as UTF-8 JSON.</summary>
    public static byte[] Of(LoggedEvent logged) => WireJson.Write(logged, static (w, l) =>
    {
        w.WriteStartObject();
        w.WriteNumber("seq"u8, l.Seq);
        w.WriteString("type"u8, l.Event.Type);
        w.WriteNumber("time"u8, l.Time.ToUnixTimeMilliseconds());
        if (l.Event.Job is { } job)
        {
            w.WriteString("jobId"u8, job.Id);
        }

        l.Event.WriteTo(w);
        w.WriteEndObject();
    });

    // "node":{"id":ID,"displayId":ID,"parentId":ID|null,"realId":ID,"type":C}
    public static void WriteNode(Utf8JsonWriter w, NodeRef node)
    {
        w.WriteStartObject("node"u8);
        w.WriteString("id"u8, node.Id);
        w.WriteString("displayId"u8, node.DisplayId);
        w.WriteString("parentId"u8, node.ParentId);
        w.WriteString("realId"u8, node.RealId);
        w.WriteString("type"u8, node.ClassType);
        w.WriteEndObject();
    }

    // "seconds":S,"outputs":{...}
    public static void WriteEnd(Utf8JsonWriter w, ReadOnlyMemory<byte> outputs, TimeSpan took)
    {
        w.WriteNumber("seconds"u8, Math.Round(took.TotalSeconds, 6));
        w.WritePropertyName("outputs"u8);
        w.WriteRawValue(outputs.Span, skipInputValidation: true);
    }

    /// <summary>A number that a node computed: JSON has no NaN and no infinities, null takes their place.</summary>
    public static void WriteNumber(Utf8JsonWriter w, ReadOnlySpan<byte> name, double? value)
    {
        if (value is { } number && double.IsFinite(number))
        {
            w.WriteNumber(name, number);
        }
        else
        {
            w.WriteNull(name);
        }
    }
}
