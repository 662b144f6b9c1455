using System.Text.Json;
using System.Text.Json.Nodes;
using PixelDiT.Graph.Execution;
using PixelDiT.Server.Sockets;

namespace PixelDiT.Server.Jobs;

/// <summary>The data objects of the messages that are also kept in history (protocol §4.4, §7.1, §7.2).</summary>
internal static class CourseJson
{
    // {"prompt_id":P,"timestamp":T}
    public static byte[] Moment(string promptId, long timestamp) => WireJson.Write((promptId, timestamp), static (w, s) =>
    {
        w.WriteStartObject();
        End(w, s.promptId, s.timestamp);
    });

    // {"message":M,"prompt_id":P,"timestamp":T}; a message of ours
    public static byte[] Notice(string text, string promptId, long timestamp) => WireJson.Write((text, promptId, timestamp), static (w, s) =>
    {
        w.WriteStartObject();
        w.WriteString("message"u8, s.text);
        End(w, s.promptId, s.timestamp);
    });

    // {"nodes":[ID,...],"prompt_id":P,"timestamp":T}
    public static byte[] Cached(IReadOnlyList<string> nodes, string promptId, long timestamp) => WireJson.Write((nodes, promptId, timestamp), static (w, s) =>
    {
        w.WriteStartObject();
        Strings(w, "nodes"u8, s.nodes);
        End(w, s.promptId, s.timestamp);
    });

    // {"prompt_id":P,"node_id":ID,"node_type":C,"executed":[ID,...],"exception_message":M,"exception_type":X,
    //  "traceback":[...],"current_inputs":{...},"current_outputs":[ID,...],"timestamp":T}
    public static byte[] Error(ExecutionError error, IReadOnlyList<string> executed, string promptId, long timestamp) =>
        WireJson.Write((error, executed, promptId, timestamp), static (w, s) =>
        {
            w.WriteStartObject();
            w.WriteString("prompt_id"u8, s.promptId);
            w.WriteString("node_id"u8, s.error.NodeId);
            w.WriteString("node_type"u8, s.error.NodeType);
            Strings(w, "executed"u8, s.executed);
            w.WriteString("exception_message"u8, s.error.Message);
            w.WriteString("exception_type"u8, s.error.ExceptionType);
            Strings(w, "traceback"u8, s.error.Traceback);
            w.WritePropertyName("current_inputs"u8);
            s.error.CurrentInputs.WriteTo(w);
            Strings(w, "current_outputs"u8, s.error.CurrentOutputs);
            w.WriteNumber("timestamp"u8, s.timestamp);
            w.WriteEndObject();
        });

    // The same, for a blocker with a message: nothing failed, so there is nothing to trace.
    public static byte[] Blocked(NodeRef node, string message, IReadOnlyList<string> executed, string promptId, long timestamp) =>
        WireJson.Write((node, message, executed, promptId, timestamp), static (w, s) =>
        {
            w.WriteStartObject();
            w.WriteString("prompt_id"u8, s.promptId);
            w.WriteString("node_id"u8, s.node.Id);
            w.WriteString("node_type"u8, s.node.ClassType);
            Strings(w, "executed"u8, s.executed);
            w.WriteString("exception_message"u8, $"Execution Blocked: {s.message}");
            w.WriteString("exception_type"u8, "ExecutionBlocked");
            Strings(w, "traceback"u8, []);
            Strings(w, "current_inputs"u8, []);
            Strings(w, "current_outputs"u8, []);
            w.WriteNumber("timestamp"u8, s.timestamp);
            w.WriteEndObject();
        });

    // {"prompt_id":P,"node_id":ID,"node_type":C,"executed":[ID,...],"timestamp":T}
    public static byte[] Interrupted(NodeRef? at, IReadOnlyList<string> executed, string promptId, long timestamp) =>
        WireJson.Write((at, executed, promptId, timestamp), static (w, s) =>
        {
            w.WriteStartObject();
            w.WriteString("prompt_id"u8, s.promptId);
            w.WriteString("node_id"u8, s.at?.RealId);
            w.WriteString("node_type"u8, s.at?.ClassType);
            Strings(w, "executed"u8, s.executed);
            w.WriteNumber("timestamp"u8, s.timestamp);
            w.WriteEndObject();
        });

    // {ID:UI,...}
    public static byte[] Outputs(IReadOnlyList<(NodeRef Node, byte[] Ui)> outputs) => WireJson.Write(outputs, static (w, all) =>
    {
        w.WriteStartObject();
        foreach (var (node, ui) in all)
        {
            w.WritePropertyName(node.Id);
            w.WriteRawValue(ui, skipInputValidation: true);
        }

        w.WriteEndObject();
    });

    public static byte[] Of(JsonNode node) => WireJson.Write(node, static (w, n) => n.WriteTo(w));

    private static void End(Utf8JsonWriter w, string promptId, long timestamp)
    {
        w.WriteString("prompt_id"u8, promptId);
        w.WriteNumber("timestamp"u8, timestamp);
        w.WriteEndObject();
    }

    private static void Strings(Utf8JsonWriter w, ReadOnlySpan<byte> name, IReadOnlyList<string> values)
    {
        w.WriteStartArray(name);
        foreach (var value in values)
        {
            w.WriteStringValue(value);
        }

        w.WriteEndArray();
    }
}
