using System.Text.Json.Nodes;

namespace PixelDiT.Tests.Replay;

/// <summary>A recorded exchange of <c>tests/data/protocol</c> (its README explains the form).</summary>
internal sealed class Recording
{
    private Recording(string name, JsonObject json, Range leftOut)
    {
        Name = name;
        Flags = [.. json["server"]!["extra_flags"]!.AsArray().Select(f => (string)f!)];
        var events = json["events"]!.AsArray().Select(e => e!.AsObject()).ToList();
        var (start, length) = leftOut.GetOffsetAndLength(events.Count);
        events.RemoveRange(start, length);
        Events = events;
    }

    public string Name { get; }

    /// <summary>The options that the recorded server was started with.</summary>
    public IReadOnlyList<string> Flags { get; }

    public IReadOnlyList<JsonObject> Events { get; }

    /// <summary>Reads a recording.</summary>
    /// <param name="name">Name of its file.</param>
    /// <param name="anyNumbers">True lets the numbers of prompts be any: for a server that has counted others before.</param>
    /// <param name="leftOut">Events that are left out, by their index; none by default.</param>
    public static Recording Load(string name, bool anyNumbers = false, Range? leftOut = null)
    {
        var json = JsonNode.Parse(File.ReadAllText(TestData.File($"protocol/{name}.json")))!.AsObject();
        if (anyNumbers)
        {
            ReplaceNumbers(json);
        }

        return new Recording(name, json, leftOut ?? 0..0);
    }

    // {"number": N}, {"priority": N} and [N, id, graph, extra data, [outputs]]
    private static void ReplaceNumbers(JsonNode? node)
    {
        if (node is JsonArray { Count: 5 } job && job[1] is JsonValue && job[2] is JsonObject && job[4] is JsonArray)
        {
            job[0] = "<number>";
        }

        foreach (var key in node is JsonObject all ? all.Select(m => m.Key).ToArray() : [])
        {
            if (key is "number" or "priority" && node![key] is JsonValue)
            {
                node[key] = "<number>";
            }
        }

        foreach (var child in node switch { JsonObject o => o.Select(m => m.Value), JsonArray a => a, _ => [] })
        {
            ReplaceNumbers(child);
        }
    }
}
