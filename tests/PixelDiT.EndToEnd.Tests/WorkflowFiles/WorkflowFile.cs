using System.Text.Json.Nodes;
using PixelDiT.Tests;
using PixelDiT.Tests.TinyModels;

namespace PixelDiT.EndToEnd.Tests.WorkflowFiles;

/// <summary>The workflows of <c>workflows/</c> that are made of our nodes; the published template has tests of its own.</summary>
internal static class WorkflowFile
{
    public static readonly string Folder = Path.Combine(TestData.File("README.md"), "../../../workflows");

    public static readonly string Pages = Path.Combine(TestData.File("README.md"), "../../../docs/workflows");

    // What a tiny model on a slow machine can do in a moment.
    private static readonly Dictionary<string, JsonNode> TinyValues = new()
    {
        ["model_name"] = BaseFolder.Network, ["text_encoder"] = BaseFolder.TextEncoder, ["megapixels"] = 0.001, ["width"] = 32, ["height"] = 24, ["steps"] = 3, ["n_max"] = 2,
        ["lora_name"] = TinyFiles.Lora, ["label"] = "3",
    };

    public static IEnumerable<string> Names => All.Where(n => n != "pixeldit_t2i");

    /// <summary>Those and the published template.</summary>
    public static IEnumerable<string> All =>
        Directory.GetFiles(Folder, "*.api.json").Select(f => Path.GetFileName(f)[..^".api.json".Length]).Order(StringComparer.Ordinal);

    public static string EditorPath(string name) => Path.Combine(Folder, $"{name}.json");

    public static string Page(string name) => File.ReadAllText(Path.Combine(Pages, $"{name}.md"));

    public static JsonObject Api(string name) => JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, $"{name}.api.json")))!.AsObject();

    /// <summary>The same graph for the tiny models, with small images and few steps.</summary>
    public static JsonObject Tiny(string name)
    {
        var api = Api(name);
        foreach (var node in api.Select(n => n.Value!).Where(n => (string?)n["class_type"] != "PixelDiTBackgroundConsistency"))
        {
            var inputs = node["inputs"]!.AsObject();
            foreach (var (input, value) in inputs.Where(i => i.Value is JsonValue && TinyValues.ContainsKey(i.Key)).ToList())
            {
                inputs[input] = value!.ToString() switch
                {
                    var nothing and ("none" or "null class") => nothing,
                    var file when file.StartsWith("imagenet", StringComparison.Ordinal) => TinyFiles.ClassModel,
                    _ => TinyValues[input].DeepClone(),
                };
            }
        }
        return api;
    }
}
