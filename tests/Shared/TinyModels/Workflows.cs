using System.Text.Json.Nodes;

namespace PixelDiT.Tests.TinyModels;

/// <summary>Graphs in API form for the tiny models.</summary>
internal static class Workflows
{
    /// <summary>The reference cases of <c>e2e_cases.json</c>.</summary>
    public static IReadOnlyList<JsonObject> Cases { get; } =
        [.. JsonNode.Parse(File.ReadAllText(TestData.File("e2e_cases.json")))!.AsArray().Select(c => c!.AsObject())];

    /// <summary>Text to image with the settings of a reference case; saves under the prefix <c>case</c>.</summary>
    public static JsonObject TextToImage(JsonObject settings) => new JsonObject
    {
        ["1"] = Node("UNETLoader", ("unet_name", BaseFolder.Network), ("weight_dtype", "default")),
        ["2"] = Node("CLIPLoader", ("clip_name", BaseFolder.TextEncoder), ("type", "pixeldit"), ("device", "default")),
        ["3"] = Node("VAELoader", ("vae_name", "pixel_space")),
        ["4"] = Node("CLIPTextEncode", ("text", Copy("positive")), ("clip", Link("2"))),
        ["5"] = Node("CLIPTextEncode", ("text", Copy("negative")), ("clip", Link("2"))),
        ["6"] = Node("EmptyChromaRadianceLatentImage", ("width", Copy("width")), ("height", Copy("height")), ("batch_size", 1)),
        ["7"] = Node("ModelSamplingSD3", ("model", Link("1")), ("shift", Copy("shift"))),
        ["8"] = Node("KSampler", ("model", Link("7")), ("seed", Copy("seed")), ("steps", Copy("steps")), ("cfg", Copy("cfg")),
            ("sampler_name", Copy("sampler_name")), ("scheduler", Copy("scheduler")), ("positive", Link("4")), ("negative", Link("5")),
            ("latent_image", Link("6")), ("denoise", 1.0)),
        ["9"] = Node("VAEDecode", ("samples", Link("8")), ("vae", Link("3"))),
        ["10"] = Node("SaveImage", ("images", Link("9")), ("filename_prefix", "case")),
    }.With(settings);

    /// <summary>An empty image shown as a preview: the smallest graph there is.</summary>
    public static JsonObject EmptyPreview(int color = 0xFF0000) => new JsonObject
    {
        ["1"] = Node("EmptyImage", ("width", 64), ("height", 32), ("batch_size", 1), ("color", color)),
        ["2"] = Node("PreviewImage", ("images", Link("1"))),
    };

    public static JsonObject Node(string classType, params (string Name, JsonNode? Value)[] inputs) => new JsonObject
    {
        ["class_type"] = classType,
        ["inputs"] = new JsonObject(inputs.Select(i => KeyValuePair.Create(i.Name, i.Value))),
    };

    public static JsonArray Link(string node, int slot = 0) => [node, slot];

    // A marker that With replaces by the setting of that name.
    private static JsonObject Copy(string setting) => new() { ["copy"] = setting };

    private static JsonObject With(this JsonObject prompt, JsonObject settings)
    {
        foreach (var inputs in prompt.Select(node => node.Value!["inputs"]!.AsObject()))
        {
            foreach (var (name, value) in inputs.ToList())
            {
                if (value is JsonObject marker)
                {
                    inputs[name] = settings[(string)marker["copy"]!]!.DeepClone();
                }
            }
        }
        return prompt;
    }
}
