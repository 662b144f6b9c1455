using System.Text.Json.Nodes;

namespace PixelDiT.Server.Tests;

/// <summary>Graphs of test nodes.</summary>
internal static class Graphs
{
    private static int _next;

    /// <summary>A number that no other graph has: nothing of it is cached.</summary>
    public static int Fresh() => Interlocked.Increment(ref _next);

    public static JsonObject Node(string classType, params (string Name, JsonNode? Value)[] inputs) => new()
    {
        ["class_type"] = classType,
        ["inputs"] = new JsonObject(inputs.Select(i => KeyValuePair.Create(i.Name, i.Value))),
    };

    public static JsonNode Link(string id, int slot = 0) => new JsonArray(id, slot);

    public static JsonObject Empty(int width) => Node("EmptyImage", ("width", width), ("height", 32), ("batch_size", 1), ("color", 0));

    /// <summary>1 EmptyImage → 2 PreviewImage.</summary>
    public static JsonObject Preview(int? width = null) => new()
    {
        ["1"] = Empty(width ?? Fresh()),
        ["2"] = Node("PreviewImage", ("images", Link("1"))),
    };

    /// <summary>1 EmptyImage → 2 (between) → 3 PreviewImage.</summary>
    public static JsonObject Through(JsonObject between, int? width = null) => new()
    {
        ["1"] = Empty(width ?? Fresh()),
        ["2"] = between,
        ["3"] = Node("PreviewImage", ("images", Link("2"))),
    };

    /// <summary>A job that stops at a gate.</summary>
    public static JsonObject Gate(string name) => Through(Node("TestGate", ("value", Link("1")), ("name", name)));
}
