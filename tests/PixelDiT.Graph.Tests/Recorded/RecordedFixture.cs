using System.Text.Json;
using System.Text.Json.Nodes;
using PixelDiT.Graph.Folders;
using PixelDiT.Graph.Nodes;
using PixelDiT.Graph.Registry;
using PixelDiT.Graph.Validation;

namespace PixelDiT.Graph.Tests.Recorded;

/// <summary>The declarations of the recorded nodes, over empty folders as in the recordings.</summary>
internal static class RecordedFixture
{
    public static NodeRegistry Registry { get; } = MakeRegistry();

    public static NodeServices Services { get; } = new NodeServices().Add(
        new FolderPaths(new FolderOptions { BaseDirectory = Path.Combine(Path.GetTempPath(), "pixeldit-recorded-none") }));

    public static JsonObject ReadJson(string name) =>
        (JsonObject)JsonNode.Parse(File.ReadAllBytes(PixelDiT.Tests.TestData.File($"protocol/{name}.json")), documentOptions: new JsonDocumentOptions { MaxDepth = 256 })!;

    public static JsonObject ToJson(PromptError error) => new()
    {
        ["type"] = error.Type, ["message"] = error.Message, ["details"] = error.Details, ["extra_info"] = error.ExtraInfo.DeepClone(),
    };

    private static NodeRegistry MakeRegistry()
    {
        var registry = new NodeRegistry();
        var pack = registry.AddPack(
            typeof(DeclaredNode).Assembly.GetTypes().Where(t => !t.IsAbstract && t.IsSubclassOf(typeof(DeclaredNode))), "custom_nodes.recorded");
        Assert.That(pack.Faults, Is.Empty);
        return registry;
    }
}
