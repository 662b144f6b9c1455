using System.Text.Json.Nodes;

namespace PixelDiT.Nodes.Core.Tests.EndToEnd;

/// <summary>Graphs in API form for the tiny models.</summary>
internal static class Graphs
{
    /// <summary>Text to image with the settings of a case of e2e_cases.json; the latent is captured beside being saved.</summary>
    public static JsonObject TextToImage(JsonObject settings, string network = "tiny.safetensors")
    {
        JsonNode? Setting(string name) => settings[name]?.DeepClone();
        return new JsonObject
        {
            ["unet"] = Node("UNETLoader", ("unet_name", network), ("weight_dtype", "default")),
            ["clip"] = Node("CLIPLoader", ("clip_name", "gemma2_tiny.safetensors"), ("type", "pixeldit")),
            ["vae"] = Node("VAELoader", ("vae_name", "pixel_space")),
            ["positive"] = Node("CLIPTextEncode", ("text", Setting("positive")), ("clip", Link("clip"))),
            ["negative"] = Node("CLIPTextEncode", ("text", Setting("negative")), ("clip", Link("clip"))),
            ["latent"] = Node("EmptyChromaRadianceLatentImage", ("width", Setting("width")), ("height", Setting("height")), ("batch_size", 1)),
            ["shift"] = Node("ModelSamplingSD3", ("model", Link("unet")), ("shift", Setting("shift"))),
            ["sample"] = Node("KSampler", ("model", Link("shift")), ("seed", Setting("seed")), ("steps", Setting("steps")), ("cfg", Setting("cfg")),
                ("sampler_name", Setting("sampler_name")), ("scheduler", Setting("scheduler")), ("positive", Link("positive")),
                ("negative", Link("negative")), ("latent_image", Link("latent")), ("denoise", 1.0)),
            ["decode"] = Node("VAEDecode", ("samples", Link("sample")), ("vae", Link("vae"))),
            ["save"] = Node("SaveImage", ("images", Link("decode")), ("filename_prefix", "case")),
            ["capture"] = Node("CaptureLatent", ("samples", Link("sample"))),
        };
    }

    public static JsonObject Node(string classType, params (string Name, JsonNode? Value)[] inputs) => new()
    {
        ["class_type"] = classType,
        ["inputs"] = new JsonObject(inputs.Select(i => KeyValuePair.Create(i.Name, i.Value))),
    };

    public static JsonArray Link(string node, int slot = 0) => [node, slot];
}
