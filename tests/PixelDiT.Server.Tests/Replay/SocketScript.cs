using System.Text.Json.Nodes;

namespace PixelDiT.Server.Tests.Replay;

/// <summary>One recorded message of a socket, and whether it must be waited for.</summary>
/// <param name="Type">Type of the message.</param>
/// <param name="Recorded">Its data as recorded; for a binary message what the recording says of it.</param>
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

    /// <summary>How many reports of a running node there are depends on the machine: they are compared by the node's state only, and repeats count once.</summary>
    public string Key => Type switch
    {
        "progress_state" => $"progress_state {PromptId} {string.Join(' ', Recorded["nodes"]!.AsObject().Select(n => $"{n.Key}={StateOf(n.Value!)}"))}",
        _ => Type,
    };

    /// <summary>True for what varies from run to run: how often a node reports, and where counts of the queue stand among other messages.</summary>
    public bool Varies => Type == "progress" || (Type == "status" && Recorded["sid"] is null);

    private static string StateOf(JsonNode node) => node is JsonObject full ? (string)full["state"]! : ((string)node!).Split(' ')[0];
}
