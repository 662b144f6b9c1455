using System.Text.Json.Nodes;

namespace PixelDiT.Tests.Replay;

/// <summary>One message of a socket, as recorded or as received.</summary>
/// <param name="Type">Type of the message.</param>
/// <param name="Recorded">Its data; for a binary message what the recording says of it.</param>
internal sealed record ScriptedMessage(string Type, JsonObject Recorded)
{
    /// <summary>The message in an event, or null when the event is something else.</summary>
    public static ScriptedMessage? Read(JsonObject e) => e switch
    {
        _ when e["json"] is JsonObject json => new ScriptedMessage((string)json["type"]!, json["data"]!.AsObject()),
        _ when e["progress_state"] is JsonObject nodes => new ScriptedMessage("progress_state", new JsonObject { ["prompt_id"] = e["prompt_id"]!.DeepClone(), ["nodes"] = nodes.DeepClone() }),
        _ when e["binary"] is JsonObject binary => new ScriptedMessage($"binary{binary["header"]!["event"]}", binary),
        _ => null,
    };

    /// <summary>The prompt that the message is about, as recorded, or null.</summary>
    public string? PromptId => (string?)Recorded["prompt_id"];

    /// <summary>True for what varies from run to run: how often a node reports, and where counts of the queue stand among other messages.</summary>
    public bool Varies => Type == "progress" || (Type == "status" && Recorded["sid"] is null);

    /// <summary>The state in an entry of <c>progress_state</c>, in full or in short form (<c>running 0.0/1.0</c>).</summary>
    public static string StateOf(JsonNode entry) => entry is JsonObject full ? (string)full["state"]! : ((string)entry!).Split(' ')[0];

    /// <summary>What an entry of <c>progress_state</c> says of the node's place in the graph; the short form leaves it out for nodes of the submitted graph.</summary>
    public static JsonObject EntryOf(string node, JsonNode entry)
    {
        if (entry is JsonObject full)
        {
            return new JsonObject(new[] { "node_id", "display_node_id", "parent_node_id", "real_node_id" }.Select(k => KeyValuePair.Create(k, full[k]?.DeepClone())));
        }

        var parts = ((string)entry!).Split(' ').Where(p => p.Contains('=')).Select(p => p.Split('=')).ToDictionary(p => p[0], p => p[1]);
        return new JsonObject
        {
            ["node_id"] = node,
            ["display_node_id"] = parts.GetValueOrDefault("display", node),
            ["parent_node_id"] = parts.GetValueOrDefault("parent"),
            ["real_node_id"] = parts.GetValueOrDefault("real", node),
        };
    }
}
