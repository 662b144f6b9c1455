using System.Text.Json.Nodes;

namespace PixelDiT.Tests.Replay;

/// <summary>A recorded exchange of <c>tests/data/protocol</c> (its README explains the form).</summary>
internal sealed class Recording
{
    private Recording(string name, JsonObject json)
    {
        Name = name;
        Flags = [.. json["server"]!["extra_flags"]!.AsArray().Select(f => (string)f!)];
        Events = [.. json["events"]!.AsArray().Select(e => e!.AsObject())];
    }

    public string Name { get; }

    /// <summary>The options that the recorded server was started with.</summary>
    public IReadOnlyList<string> Flags { get; }

    public IReadOnlyList<JsonObject> Events { get; }

    public static Recording Load(string name) => new(name, JsonNode.Parse(File.ReadAllText(TestData.File($"protocol/{name}.json")))!.AsObject());
}
