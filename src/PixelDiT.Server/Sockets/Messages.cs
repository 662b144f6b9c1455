using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using PixelDiT.Graph.Execution;
using PixelDiT.Graph.Nodes;

namespace PixelDiT.Server.Sockets;

/// <summary>Builds what goes over <c>/ws</c> (protocol §4.4, §4.6).</summary>
internal static class Messages
{
    // {"type": T, "data": DATA}
    /// <summary>A text message around a data object.</summary>
    /// <param name="type">Its type; plain ASCII without characters that JSON escapes.</param>
    /// <param name="data">The data object as UTF-8 JSON.</param>
    /// <param name="importance">What may happen to it in a slow client's line.</param>
    public static OutgoingMessage Text(string type, ReadOnlySpan<byte> data, Importance importance = Importance.Essential)
    {
        var before = "{\"type\":\""u8;
        var between = "\",\"data\":"u8;
        var payload = new byte[before.Length + type.Length + between.Length + data.Length + 1];
        before.CopyTo(payload);
        var at = before.Length + Encoding.ASCII.GetBytes(type, payload.AsSpan(before.Length));
        between.CopyTo(payload.AsSpan(at));
        at += between.Length;
        data.CopyTo(payload.AsSpan(at));
        payload[^1] = (byte)'}';
        return new OutgoingMessage(payload, IsText: true, importance);
    }

    // {"type":"status","data":{"status":{"exec_info":{"queue_remaining":N}}}}          to everybody
    // {"type":"status","data":{"status":{"exec_info":{"queue_remaining":N}},"sid":S}}  first message of a connection
    /// <summary>How many jobs wait and run.</summary>
    /// <param name="remaining">That number.</param>
    /// <param name="sid">The effective client id, in the first message only.</param>
    public static OutgoingMessage Status(int remaining, string? sid = null) => Text("status", WireJson.Write((remaining, sid), static (w, s) =>
    {
        w.WriteStartObject();
        w.WriteStartObject("status"u8);
        w.WriteStartObject("exec_info"u8);
        w.WriteNumber("queue_remaining"u8, s.remaining);
        w.WriteEndObject();
        w.WriteEndObject();
        if (s.sid is not null)
        {
            w.WriteString("sid"u8, s.sid);
        }

        w.WriteEndObject();
    }));

    // data: {"node":ID,"display_node":ID,"prompt_id":P}
    /// <summary>A node starts.</summary>
    public static OutgoingMessage Executing(NodeRef node, string promptId) => Text("executing", WireJson.Write((node, promptId), static (w, s) =>
    {
        w.WriteStartObject();
        w.WriteString("node"u8, s.node.Id);
        w.WriteString("display_node"u8, s.node.DisplayId);
        w.WriteString("prompt_id"u8, s.promptId);
        w.WriteEndObject();
    }));

    // data: {"node":ID}
    /// <summary>Which node runs, for a client that comes back (protocol §4.1): nothing but the id.</summary>
    public static OutgoingMessage ExecutingReplay(NodeRef node) => Text("executing", WireJson.Write(node, static (w, n) =>
    {
        w.WriteStartObject();
        w.WriteString("node"u8, n.DisplayId);
        w.WriteEndObject();
    }));

    // data: {"node":null,"prompt_id":P}
    /// <summary>The job is over.</summary>
    public static OutgoingMessage ExecutingNothing(string promptId) => Text("executing", WireJson.Write(promptId, static (w, id) =>
    {
        w.WriteStartObject();
        w.WriteNull("node"u8);
        w.WriteString("prompt_id"u8, id);
        w.WriteEndObject();
    }));

    // data: {"value":V,"max":M,"prompt_id":P,"node":ID}
    /// <summary>One step of a node.</summary>
    public static OutgoingMessage Progress(NodeRef node, double value, double max, string promptId) => Text(
        "progress",
        WireJson.Write((node, value, max, promptId), static (w, s) =>
        {
            w.WriteStartObject();
            w.WriteNumber("value"u8, s.value);
            w.WriteNumber("max"u8, s.max);
            w.WriteString("prompt_id"u8, s.promptId);
            w.WriteString("node"u8, s.node.Id);
            w.WriteEndObject();
        }),
        Importance.Progress);

    // data: {"node":ID,"display_node":ID,"output":UI|null,"prompt_id":P}
    /// <summary>A node showed something.</summary>
    /// <param name="node">The node.</param>
    /// <param name="ui">The ui object as UTF-8 JSON, or <c>null</c>.</param>
    /// <param name="promptId">Id of the job.</param>
    public static OutgoingMessage Executed(NodeRef node, ReadOnlyMemory<byte> ui, string promptId) => Text(
        "executed",
        WireJson.Write((node, ui, promptId), static (w, s) =>
        {
            w.WriteStartObject();
            w.WriteString("node"u8, s.node.Id);
            w.WriteString("display_node"u8, s.node.DisplayId);
            w.WritePropertyName("output"u8);
            w.WriteRawValue(s.ui.Span, skipInputValidation: true);
            w.WriteString("prompt_id"u8, s.promptId);
            w.WriteEndObject();
        }));

    // All integers big-endian.
    // PREVIEW_IMAGE: u32 event=1 | u32 format (1 JPEG, 2 PNG) | image bytes
    /// <summary>A picture in the plain form.</summary>
    public static OutgoingMessage Preview(NodePreview preview)
    {
        var payload = new byte[8 + preview.Bytes.Length];
        BinaryPrimitives.WriteUInt32BigEndian(payload, 1);
        BinaryPrimitives.WriteUInt32BigEndian(payload.AsSpan(4), (uint)preview.Format);
        preview.Bytes.Span.CopyTo(payload.AsSpan(8));
        return new OutgoingMessage(payload, IsText: false, ImportanceOf(preview));
    }

    // PREVIEW_IMAGE_WITH_METADATA: u32 event=4 | u32 n | n bytes JSON (UTF-8) | image bytes
    /// <summary>A picture with the node it belongs to.</summary>
    public static OutgoingMessage PreviewWithMetadata(NodeRef node, NodePreview preview, string promptId)
    {
        var metadata = WireJson.Write((node, preview, promptId), static (w, s) =>
        {
            w.WriteStartObject();
            w.WriteString("node_id"u8, s.node.Id);
            w.WriteString("prompt_id"u8, s.promptId);
            w.WriteString("display_node_id"u8, s.node.DisplayId);
            w.WriteString("parent_node_id"u8, s.node.ParentId);
            w.WriteString("real_node_id"u8, s.node.RealId);
            w.WriteString("image_type"u8, s.preview.Format == PreviewFormat.Png ? "image/png"u8 : "image/jpeg"u8);
            w.WriteEndObject();
        });
        var payload = new byte[8 + metadata.Length + preview.Bytes.Length];
        BinaryPrimitives.WriteUInt32BigEndian(payload, 4);
        BinaryPrimitives.WriteUInt32BigEndian(payload.AsSpan(4), (uint)metadata.Length);
        metadata.CopyTo(payload.AsSpan(8));
        preview.Bytes.Span.CopyTo(payload.AsSpan(8 + metadata.Length));
        return new OutgoingMessage(payload, IsText: false, ImportanceOf(preview));
    }

    private static Importance ImportanceOf(NodePreview preview) => preview.IsResult ? Importance.Essential : Importance.Preview;
}
