namespace PixelDiT.Tests.Lora;

/// <summary>How a trainer names the tensors of a layer.</summary>
public sealed record LoraSpelling(string Name, Func<string, string> Module, string Down, string Up, string Alpha = ".alpha")
{
    /// <summary>Spellings of a network's layers.</summary>
    public static IEnumerable<LoraSpelling> OfNetwork =>
    [
        new("kohya", l => "lora_unet_" + Flat(l), ".lora_down.weight", ".lora_up.weight"),
        new("kohya, core", l => "lora_unet_core_" + Flat(l), ".lora_down.weight", ".lora_up.weight"),
        new("OneTrainer", l => "lora_transformer_" + Flat(l), ".lora_down.weight", ".lora_up.weight"),
        new("LyCORIS", l => "lycoris_" + Flat(l), ".lora_down.weight", ".lora_up.weight"),
        new("diffusers", l => "transformer." + l, ".lora_A.weight", ".lora_B.weight"),
        new("diffusers, core", l => "transformer.core." + l, ".lora_A.weight", ".lora_B.weight"),
        new("PEFT", l => "base_model.model." + l, ".lora_A.weight", ".lora_B.weight"),
        new("PEFT, named adapter", l => "base_model.model." + l, ".lora_A.default.weight", ".lora_B.default.weight"),
        new("PEFT in a pipeline", l => "unet.base_model.model." + l, ".lora_A.weight", ".lora_B.weight"),
        new("bare parameters", l => "transformer." + l, ".lora_A", ".lora_B"),
        new("ComfyUI", l => "diffusion_model." + l, ".lora_down.weight", ".lora_up.weight"),
        new("ComfyUI, PEFT endings", l => "diffusion_model." + l, ".lora_A.weight", ".lora_B.weight"),
        new("checkpoint", l => "model.diffusion_model." + l, ".lora_down.weight", ".lora_up.weight"),
        new("plain", l => l, ".lora_down.weight", ".lora_up.weight"),
        new("old diffusers", l => "unet." + l, ".lora.down.weight", ".lora.up.weight"),
        new("old diffusers, processor", l => l.Replace("attn.", "attn.processor.", StringComparison.Ordinal), "_lora.down.weight", "_lora.up.weight"),
        new("transformers", l => l, ".lora_linear_layer.down.weight", ".lora_linear_layer.up.weight"),
    ];

    /// <summary>Spellings of a text encoder's layers.</summary>
    public static IEnumerable<LoraSpelling> OfTextEncoder =>
    [
        new("kohya", l => "lora_te_" + Flat(l), ".lora_down.weight", ".lora_up.weight"),
        new("kohya, numbered", l => "lora_te1_model_" + Flat(l), ".lora_down.weight", ".lora_up.weight"),
        new("diffusers", l => "text_encoder." + l, ".lora_A.weight", ".lora_B.weight"),
        new("diffusers, language model", l => "text_encoder.model." + l, ".lora_A.weight", ".lora_B.weight"),
        new("PEFT", l => "base_model.model.model." + l, ".lora_A.default.weight", ".lora_B.default.weight"),
        new("ComfyUI", l => "text_encoders.gemma2_2b.transformer.model." + l, ".lora_down.weight", ".lora_up.weight"),
        new("old diffusers", l => "text_encoder." + l, ".lora_linear_layer.down.weight", ".lora_linear_layer.up.weight"),
    ];

    public override string ToString() => Name;

    private static string Flat(string layer) => layer.Replace('.', '_');
}
