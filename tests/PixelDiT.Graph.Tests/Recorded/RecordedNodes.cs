using System.Text.Json.Nodes;
using PixelDiT.Graph.Folders;
using PixelDiT.Graph.Nodes;
using PixelDiT.Graph.Values;

namespace PixelDiT.Graph.Tests.Recorded;

// Declarations of ComfyUI's nodes, for comparison with the recordings. They do no work: validation and object_info never run a node.
internal abstract class DeclaredNode : Node
{
    public override NodeResult Run(NodeContext context) => throw new NotSupportedException("a declaration only");
}


[Node("StubImage", Title = "Stub Image", Category = "Testing/Stub Nodes", Module = "custom_nodes.testing-pack")]
[Output("IMAGE")]
internal sealed class StubImage : DeclaredNode
{
    [ComboInput("WHITE", "BLACK", "NOISE")]
    public string Content { get; init; } = "";

    [IntInput(Default = 512, Min = 1, Max = 1073741824, Step = 1)]
    public int Height { get; init; }

    [IntInput(Default = 512, Min = 1, Max = 68719476736, Step = 1)]
    public long Width { get; init; }

    [IntInput(Default = 1, Min = 1, Max = 1073741824, Step = 1)]
    public int BatchSize { get; init; }
}

[Node("StubMask", Title = "Stub Mask", Category = "Testing/Stub Nodes", Module = "custom_nodes.testing-pack")]
[Output("MASK")]
internal sealed class StubMask : DeclaredNode
{
    [FloatInput(Default = 0.5, Min = 0, Max = 1, Step = 0.01)]
    public double Value { get; init; }

    [IntInput(Default = 512, Min = 1, Max = 1073741824, Step = 1)]
    public int Height { get; init; }

    [IntInput(Default = 512, Min = 1, Max = 68719476736, Step = 1)]
    public long Width { get; init; }

    [IntInput(Default = 1, Min = 1, Max = 1073741824, Step = 1)]
    public int BatchSize { get; init; }
}

[Node("StubInt", Title = "Stub Int", Category = "Testing/Stub Nodes", Module = "custom_nodes.testing-pack")]
[Output("INT")]
internal sealed class StubInt : DeclaredNode
{
    [IntInput(Default = 0, Min = -4294967295, Max = 4294967295, Step = 1)]
    public long Value { get; init; }
}

[Node("StubFloat", Title = "Stub Float", Category = "Testing/Stub Nodes", Module = "custom_nodes.testing-pack")]
[Output("FLOAT")]
internal sealed class StubFloat : DeclaredNode
{
    [FloatInput(Default = 0, Min = -1e38, Max = 1e38, Step = 0.01)]
    public double Value { get; init; }
}

[Node("EmptyImage", Title = "Empty Image", Category = "image", Module = "nodes")]
[Output("IMAGE")]
internal sealed class EmptyImage : DeclaredNode
{
    [IntInput(Default = 512, Min = 1, Max = 16384, Step = 1)]
    public int Width { get; init; }

    [IntInput(Default = 512, Min = 1, Max = 16384, Step = 1)]
    public int Height { get; init; }

    [IntInput(Default = 1, Min = 1, Max = 4096)]
    public int BatchSize { get; init; }

    [IntInput(Default = 0, Min = 0, Max = 16777215, Step = 1, Options = """{"display": "color"}""")]
    public int Color { get; init; }
}

[Node("PreviewImage", Title = "Preview Image", Category = "image", Module = "nodes", IsOutput = true, EssentialsCategory = "Basics")]
[Output("IMAGE", "images")]
internal sealed class PreviewImage : DeclaredNode
{
    [Input("IMAGE")]
    public object Images { get; init; } = "";

    [HiddenInput(HiddenInput.Prompt)]
    public JsonObject? Prompt { get; init; }

    [HiddenInput(HiddenInput.ExtraPngInfo, Name = "extra_pnginfo")]
    public JsonObject? ExtraPngInfo { get; init; }
}

[Node("SaveImage", Title = "Save Image", Category = "image", Module = "nodes", IsOutput = true, EssentialsCategory = "Basics",
    SearchAliases = ["save", "save image", "export image", "output image", "write image", "download"],
    Description = "Saves the input images to your ComfyUI output directory.")]
[Output("IMAGE", "images")]
internal sealed class SaveImage : DeclaredNode
{
    [Input("IMAGE", Tooltip = "The images to save.")]
    public object Images { get; init; } = "";

    [StringInput(Default = "ComfyUI", Tooltip = "The prefix for the file to save. This may include formatting information such as %date:yyyy-MM-dd% or %Empty Latent Image.width% to include values from nodes.")]
    public string FilenamePrefix { get; init; } = "";

    [HiddenInput(HiddenInput.Prompt)]
    public JsonObject? Prompt { get; init; }

    [HiddenInput(HiddenInput.ExtraPngInfo, Name = "extra_pnginfo")]
    public JsonObject? ExtraPngInfo { get; init; }
}

[Node("SaveImageWebsocket", Title = "Save Image (Websocket)", Category = "image", Module = "custom_nodes.websocket_image_save", IsOutput = true)]
internal sealed class SaveImageWebsocket : DeclaredNode
{
    [Input("IMAGE")]
    public object Images { get; init; } = "";
}

[Node("PreviewAny", Title = "Preview as Text", Category = "utilities", Module = "comfy_extras.nodes_preview_any", IsOutput = true,
    Description = "Preview any input value as text.", SearchAliases = ["show output", "inspect", "debug", "print value", "show text"])]
[Output("STRING")]
internal sealed class PreviewAny : DeclaredNode
{
    [Input("*", Options = "{}")]
    public object? Source { get; init; }
}

[Node("KSampler", Title = "KSampler", Category = "model/sampling", Module = "nodes",
    SearchAliases = ["sampler", "sample", "generate", "denoise", "diffuse", "txt2img", "img2img"])]
[Output("LATENT", Tooltip = "The denoised latent.")]
internal sealed class KSampler : DeclaredNode
{
    [Input("MODEL")]
    public object Model { get; init; } = "";

    [IntInput(Default = 0, Min = 0, Max = ulong.MaxValue, ControlAfterGenerate = true)]
    public ulong Seed { get; init; }

    [IntInput(Default = 20, Min = 1, Max = 10000)]
    public int Steps { get; init; }

    [FloatInput(Default = 8, Min = 0, Max = 100, Step = 0.1, Round = 0.01)]
    public double Cfg { get; init; }

    [ComboInput(Source = typeof(Samplers))]
    public string SamplerName { get; init; } = "";

    [ComboInput("simple", "sgm_uniform", "karras", "exponential", "ddim_uniform", "beta", "normal", "linear_quadratic", "kl_optimal")]
    public string Scheduler { get; init; } = "";

    [Input("CONDITIONING")]
    public object Positive { get; init; } = "";

    [Input("CONDITIONING")]
    public object Negative { get; init; } = "";

    [Input("LATENT")]
    public object LatentImage { get; init; } = "";

    [FloatInput(Default = 1, Min = 0, Max = 1, Step = 0.01)]
    public double Denoise { get; init; }
}

internal sealed class Samplers : IChoiceSource
{
    public IReadOnlyList<string> GetChoices(NodeServices services) =>
    [
        "euler", "euler_cfg_pp", "euler_ancestral", "euler_ancestral_cfg_pp", "heun", "heunpp2", "exp_heun_2_x0", "exp_heun_2_x0_sde", "dpm_2",
        "dpm_2_ancestral", "lms", "dpm_fast", "dpm_adaptive", "dpmpp_2s_ancestral", "dpmpp_2s_ancestral_cfg_pp", "dpmpp_sde", "dpmpp_sde_gpu",
        "dpmpp_2m", "dpmpp_2m_cfg_pp", "dpmpp_2m_sde", "dpmpp_2m_sde_gpu", "dpmpp_2m_sde_heun", "dpmpp_2m_sde_heun_gpu", "dpmpp_3m_sde",
        "dpmpp_3m_sde_gpu", "ddpm", "lcm", "ipndm", "ipndm_v", "deis", "res_multistep", "res_multistep_cfg_pp", "res_multistep_ancestral",
        "res_multistep_ancestral_cfg_pp", "gradient_estimation", "gradient_estimation_cfg_pp", "er_sde", "seeds_2", "seeds_3", "sa_solver",
        "sa_solver_pece", "ddim", "uni_pc", "uni_pc_bh2",
    ];
}

[Node("KSamplerSelect", Category = "model/sampling/samplers", Module = "comfy_extras.nodes_custom_sampler", Schema = NodeSchema.V3)]
[Output("SAMPLER")]
internal sealed class KSamplerSelect : DeclaredNode
{
    [ComboInput(Source = typeof(Samplers))]
    public string SamplerName { get; init; } = "";
}

[Node("DisableNoise", Category = "model/sampling/noise", Module = "comfy_extras.nodes_custom_sampler", Schema = NodeSchema.V3, SearchAliases = ["zero noise"])]
[Output("NOISE")]
internal sealed class DisableNoise : DeclaredNode;

[Node("GetImageSize", Title = "Get Image Size", Category = "image", Module = "comfy_extras.nodes_images", Schema = NodeSchema.V3,
    SearchAliases = ["dimensions", "resolution", "image info"])]
[Output("INT", "width")]
[Output("INT", "height")]
[Output("INT", "batch_size")]
internal sealed class GetImageSize : DeclaredNode
{
    [Input("IMAGE")]
    public object Image { get; init; } = "";

    [HiddenInput(HiddenInput.UniqueId)]
    public string UniqueId { get; init; } = "";
}

[Node("RebatchImages", Title = "Rebatch Images", Category = "image/batch", Module = "comfy_extras.nodes_rebatch", Schema = NodeSchema.V3, TakesLists = true)]
[Output("IMAGE", IsList = true)]
internal sealed class RebatchImages : DeclaredNode
{
    [Input("IMAGE")]
    public IReadOnlyList<object> Images { get; init; } = [];

    [IntInput(Default = 1, Min = 1, Max = 4096)]
    public IReadOnlyList<int> BatchSize { get; init; } = [];
}

[Node("ResolutionSelector", Title = "Resolution Selector", Category = "utilities", Module = "comfy_extras.nodes_resolution", Schema = NodeSchema.V3)]
[Output("INT", "width")]
[Output("INT", "height")]
internal sealed class ResolutionSelector : DeclaredNode
{
    [ComboInput("1:1 (Square)", "2:3 (Portrait Photo)", "3:2 (Photo)", "3:4 (Portrait Standard)", "4:3 (Standard)", "9:16 (Portrait Widescreen)",
        "16:9 (Widescreen)", "21:9 (Ultrawide)", Default = "1:1 (Square)", Tooltip = "The aspect ratio for the output dimensions.")]
    public string AspectRatio { get; init; } = "";

    [FloatInput(Default = 1, Min = 0.1, Max = 16, Step = 0.1)]
    public double Megapixels { get; init; }

    [IntInput(Default = 8, Min = 8, Max = 128, Step = 4, Advanced = true)]
    public int Multiple { get; init; }
}

[Node("PrimitiveInt", Title = "Int", Category = "utilities/primitive", Module = "comfy_extras.nodes_primitive", Schema = NodeSchema.V3)]
[Output("INT")]
internal sealed class PrimitiveInt : DeclaredNode
{
    [IntInput(Min = -9223372036854775807, Max = 9223372036854775807, ControlAfterGenerate = "fixed")]
    public long Value { get; init; }
}

[Node("PrimitiveFloat", Title = "Float", Category = "utilities/primitive", Module = "comfy_extras.nodes_primitive", Schema = NodeSchema.V3)]
[Output("FLOAT")]
internal sealed class PrimitiveFloat : DeclaredNode
{
    [FloatInput(Options = """{"min": -9223372036854775807, "max": 9223372036854775807, "step": 0.1}""")]
    public double Value { get; init; }
}

[Node("PrimitiveString", Title = "Text", Category = "utilities/primitive", Module = "comfy_extras.nodes_primitive", Schema = NodeSchema.V3,
    SearchAliases = ["text", "string", "text box", "prompt"])]
[Output("STRING")]
internal sealed class PrimitiveString : DeclaredNode
{
    [StringInput(Multiline = false)]
    public string Value { get; init; } = "";
}

[Node("PrimitiveBoolean", Title = "Boolean", Category = "utilities/primitive", Module = "comfy_extras.nodes_primitive", Schema = NodeSchema.V3)]
[Output("BOOLEAN")]
internal sealed class PrimitiveBoolean : DeclaredNode
{
    [BooleanInput]
    public bool Value { get; init; }
}

[Node("CLIPTextEncode", Title = "CLIP Text Encode (Prompt)", Category = "model/conditioning", Module = "nodes",
    SearchAliases = ["text", "prompt", "text prompt", "positive prompt", "negative prompt", "encode text", "text encoder", "encode prompt"])]
[Output("CONDITIONING", Tooltip = "A conditioning containing the embedded text used to guide the diffusion model.")]
internal sealed class ClipTextEncode : DeclaredNode
{
    [StringInput(Multiline = true, DynamicPrompts = true)]
    public string Text { get; init; } = "";

    [Input("CLIP")]
    public object Clip { get; init; } = "";
}

[Node("CLIPLoader", Title = "Load CLIP", Category = "model/loaders", Module = "nodes")]
[Output("CLIP")]
internal sealed class ClipLoader : DeclaredNode
{
    [ComboInput("default", "cpu", Optional = true, Advanced = true)]
    public string Device { get; init; } = "default";

    [ComboInput(Source = typeof(TextEncoderFiles))]
    public string ClipName { get; init; } = "";

    [ComboInput("stable_diffusion", "stable_cascade", "sd3", "stable_audio", "mochi", "ltxv", "pixart", "cosmos", "lumina2", "wan", "hidream",
        "chroma", "ace", "omnigen2", "qwen_image", "hunyuan_image", "flux2", "ovis", "longcat_image", "cogvideox", "lens", "pixeldit", "ideogram4",
        "boogu", "krea2", "joyimage", "mage", "minimax")]
    public string Type { get; init; } = "";
}

internal sealed class TextEncoderFiles() : ModelFolderSource("text_encoders");

internal sealed class DiffusionModelFiles() : ModelFolderSource("diffusion_models");

[Node("UNETLoader", Title = "Load Diffusion Model", Category = "model/loaders", Module = "nodes")]
[Output("MODEL")]
internal sealed class UnetLoader : DeclaredNode
{
    [ComboInput(Source = typeof(DiffusionModelFiles))]
    public string UnetName { get; init; } = "";

    [ComboInput("default", "fp8_e4m3fn", "fp8_e4m3fn_fast", "fp8_e5m2", Advanced = true)]
    public string WeightDtype { get; init; } = "";
}

[Node("LoadImage", Title = "Load Image", Category = "image", Module = "nodes", EssentialsCategory = "Basics",
    SearchAliases = ["load image", "open image", "import image", "image input", "upload image", "read image", "image loader"])]
[Output("IMAGE")]
[Output("MASK")]
internal sealed class LoadImage : DeclaredNode, IValidatesInputs
{
    [ComboInput(ImageUpload = true)]
    public string Image { get; init; } = "";

    public IReadOnlyList<string> ValidatedInputs => ["image"];

    public string? ValidateInputs(ReceivedInputs inputs) =>
        inputs.Services.Get<FolderPaths>().ResolveAnnotated(Image) is { } path && File.Exists(path) ? null : $"Invalid image file: {Image}";
}

[Node("TestCustomIsChanged", Title = "Custom IsChanged", Category = "Testing/Nodes", Module = "custom_nodes.testing-pack")]
[Output("IMAGE")]
internal sealed class TestCustomIsChanged : DeclaredNode
{
    [Input("IMAGE")]
    public object Image { get; init; } = "";

    [Input("BOOL", Optional = true, Options = """{"default": false}""")]
    public object? ShouldChange { get; init; }
}

[Node("TestIsChangedWithConstants", Title = "IsChanged With Constants", Category = "Testing/Nodes", Module = "custom_nodes.testing-pack")]
[Output("IMAGE")]
internal sealed class TestIsChangedWithConstants : DeclaredNode
{
    [Input("IMAGE")]
    public object Image { get; init; } = "";

    [FloatInput(Default = 1, Min = 0, Max = 10)]
    public double Value { get; init; }
}

[Node("TestVariadicAverage", Title = "Variadic Average", Category = "Testing/Nodes", Module = "custom_nodes.testing-pack")]
[Output("IMAGE")]
internal sealed class TestVariadicAverage : DeclaredNode
{
    [Input("IMAGE")]
    public object Input1 { get; init; } = "";

    [UndeclaredInputs]
    public IReadOnlyDictionary<string, object?> Further { get; init; } = new Dictionary<string, object?>();
}

[Node("TestLazyMixImages", Title = "Lazy Mix Images", Category = "Testing/Nodes", Module = "custom_nodes.testing-pack")]
[Output("IMAGE")]
internal sealed class TestLazyMixImages : DeclaredNode, ILazyInputs
{
    [Input("IMAGE", Lazy = true)]
    public object Image1 { get; init; } = "";

    [Input("IMAGE", Lazy = true)]
    public object Image2 { get; init; } = "";

    [Input("MASK")]
    public object Mask { get; init; } = "";

    public IEnumerable<string> CheckLazyStatus(LazyContext context) => throw new NotSupportedException("a declaration only");
}

[Node("TestIntMathOperation", Title = "Int Math Operation", Category = "Testing/Logic", Module = "custom_nodes.testing-pack")]
[Output("INT")]
internal sealed class TestIntMathOperation : DeclaredNode
{
    [IntInput(Default = 0, Min = "-18446744073709551615", Max = 18446744073709551615, Step = 1)]
    public System.Numerics.BigInteger A { get; init; }

    [IntInput(Default = 0, Min = "-18446744073709551615", Max = 18446744073709551615, Step = 1)]
    public System.Numerics.BigInteger B { get; init; }

    [ComboInput("add", "subtract", "multiply", "divide", "modulo", "power")]
    public string Operation { get; init; } = "";
}

[Node("TestFloatConditions", Title = "Float Condition", Category = "Testing/Logic", Module = "custom_nodes.testing-pack")]
[Output("BOOLEAN")]
internal sealed class TestFloatConditions : DeclaredNode
{
    [FloatInput(Min = -999999999999, Max = 999999999999, Options = """{"default": 0, "step": 1}""")]
    public double A { get; init; }

    [FloatInput(Min = -999999999999, Max = 999999999999, Options = """{"default": 0, "step": 1}""")]
    public double B { get; init; }

    [ComboInput("==", "!=", "<", ">", "<=", ">=")]
    public string Operation { get; init; } = "";
}

/// <summary>The checks of TestCustomValidation1, 2, 4 and 5.</summary>
internal abstract class PairNode : DeclaredNode, IValidatesInputs
{
    public IReadOnlyList<string> ValidatedInputs => ["input1", "input2"];

    public virtual bool ValidatesTypes => false;

    public abstract string? ValidateInputs(ReceivedInputs inputs);

    protected static string? Real(string name, object? value) =>
        value is null or double ? null : $"Invalid type of {name}: <class '{PythonText.TypeName(value)}'>";
}

[Node("TestCustomValidation1", Title = "Custom Validation 1", Category = "Testing/Nodes", Module = "custom_nodes.testing-pack")]
[Output("IMAGE")]
internal sealed class TestCustomValidation1 : PairNode
{
    [Input("IMAGE,FLOAT")]
    public object? Input1 { get; init; }

    [Input("IMAGE,FLOAT")]
    public object? Input2 { get; init; }

    public override string? ValidateInputs(ReceivedInputs inputs) => Real("input1", Input1) ?? Real("input2", Input2);
}

[Node("TestCustomValidation2", Title = "Custom Validation 2", Category = "Testing/Nodes", Module = "custom_nodes.testing-pack")]
[Output("IMAGE")]
internal sealed class TestCustomValidation2 : PairNode
{
    [Input("IMAGE,FLOAT")]
    public object? Input1 { get; init; }

    [Input("IMAGE,FLOAT")]
    public object? Input2 { get; init; }

    public override bool ValidatesTypes => true;

    public override string? ValidateInputs(ReceivedInputs inputs) =>
        Linked("input1", inputs) ?? Linked("input2", inputs) ?? Real("input1", Input1) ?? Real("input2", Input2);

    private static string? Linked(string name, ReceivedInputs inputs) =>
        inputs.Links.TryGetValue(name, out var link) && link.Type is not ("IMAGE" or "FLOAT") ? $"Invalid type of {name}: {link.Type}" : null;
}

/// <summary>The generated check of the variant nodes, which judges nothing but the types of links.</summary>
internal abstract class VariantNode : DeclaredNode, IValidatesInputs
{
    public IReadOnlyList<string> ValidatedInputs => [];

    public bool ValidatesTypes => true;

    public string? ValidateInputs(ReceivedInputs inputs)
    {
        foreach (var (name, link) in inputs.Links)
        {
            var declared = inputs.Node.FindInput(name)!.Type;
            if (!link.Source.NodeType.IsSubclassOf(typeof(VariantNode)) && link.Type != "*" && declared != "*"
                && link.Type.Split(',').Except(declared.Split(',')).Any())
            {
                return $"Invalid type of {name}: {link.Type} (expected {declared})";
            }
        }

        return null;
    }
}

[Node("TestCustomValidation3", Title = "Custom Validation 3", Category = "Testing/Nodes", Module = "custom_nodes.testing-pack")]
[Output("IMAGE")]
internal sealed class TestCustomValidation3 : VariantNode
{
    [Input("IMAGE,FLOAT")]
    public object? Input1 { get; init; }

    [Input("IMAGE,FLOAT")]
    public object? Input2 { get; init; }
}

[Node("TestCustomValidation4", Title = "Custom Validation 4", Category = "Testing/Nodes", Module = "custom_nodes.testing-pack")]
[Output("IMAGE")]
internal sealed class TestCustomValidation4 : PairNode
{
    [FloatInput]
    public object? Input1 { get; init; }

    [FloatInput]
    public object? Input2 { get; init; }

    public override string? ValidateInputs(ReceivedInputs inputs) => Real("input1", Input1) ?? Real("input2", Input2);
}

[Node("TestCustomValidation5", Title = "Custom Validation 5", Category = "Testing/Nodes", Module = "custom_nodes.testing-pack")]
[Output("IMAGE")]
internal sealed class TestCustomValidation5 : PairNode
{
    [FloatInput(Min = 0, Max = 1)]
    public double Input1 { get; init; }

    [FloatInput(Min = 0, Max = 1)]
    public double Input2 { get; init; }

    public override string? ValidateInputs(ReceivedInputs inputs) =>
        inputs.Constants["input2"] is 7.0 ? "7s are not allowed. I've never liked 7s." : null;
}

[Node("TestAsyncValidation", Title = "Test Async Validation", Category = "experimental/async", Module = "custom_nodes.testing-pack")]
[Output("IMAGE")]
internal sealed class TestAsyncValidation : DeclaredNode, IValidatesInputsAsync
{
    [FloatInput(Default = 5)]
    public double Value { get; init; }

    [FloatInput(Default = 10)]
    public double Threshold { get; init; }

    public IReadOnlyList<string> ValidatedInputs => ["value", "threshold"];

    public async Task<string?> ValidateInputsAsync(ReceivedInputs inputs)
    {
        await Task.Yield();
        return Value > Threshold ? $"Value {PythonText.Float(Value)} exceeds threshold {PythonText.Float(Threshold)}" : null;
    }
}

[Node("TestAsyncValidationError", Title = "Test Async Validation Error", Category = "experimental/async", Module = "custom_nodes.testing-pack")]
[Output("IMAGE")]
internal sealed class TestAsyncValidationError : DeclaredNode, IValidatesInputsAsync
{
    [FloatInput(Default = 5)]
    public double Value { get; init; }

    [FloatInput(Default = 10)]
    public double MaxValue { get; init; }

    public IReadOnlyList<string> ValidatedInputs => ["value", "max_value"];

    public async Task<string?> ValidateInputsAsync(ReceivedInputs inputs)
    {
        await Task.Yield();
        return Value > MaxValue ? $"Async validation failed: {PythonText.Float(Value)} > {PythonText.Float(MaxValue)}" : null;
    }
}
