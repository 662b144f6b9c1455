namespace PixelDiT.Models.Checkpoints;

/// <summary>Tells what model a file holds by the names of its tensors, so that a wrong choice of file is answered with what it is.</summary>
public static class CheckpointKind
{
    /// <summary>What the kinds that this project runs are called.</summary>
    public const string PixelDiTTextToImage = "a PixelDiT text-to-image model";

    /// <summary>What class-conditional models are called.</summary>
    public const string PixelDiTClassToImage = "a PixelDiT class-conditional (ImageNet) model";

    /// <summary>What the Gemma-2 text encoder is called.</summary>
    public const string Gemma2TextEncoder = "a Gemma-2 text encoder";

    // First match wins: the specific before the general. A rule holds when, for each of its parts, some key contains it.
    private static readonly (string Kind, string[] Parts)[] Rules =
    [
        ("a LoRA (weights that change another model, not a model)", ["lora_", "alpha"]),
        ("a LoRA (weights that change another model, not a model)", [".lora_A."]),
        ("a LoRA (weights that change another model, not a model)", [".lora_down."]),
        ("a LoRA (weights that change another model, not a model)", ["lokr_w1"]),
        ("a LoRA (weights that change another model, not a model)", ["hada_w1_a"]),
        ("a PiD pixel decoder (PixelDiT's body with a latent input)", ["lq_proj.", "pixel_embedder.proj.weight"]),
        (PixelDiTTextToImage, ["pixel_embedder.proj.weight", "patch_blocks.0.attn.qkv_x.weight", "y_embedder.proj.weight"]),
        (PixelDiTClassToImage, ["pixel_embedder.proj.weight", "patch_blocks.0.attn.qkv.weight"]),
        ("a ControlNet", ["control_model."]),
        ("a ControlNet", ["controlnet_cond_embedding."]),
        ("a Stable Diffusion XL checkpoint", ["input_blocks.", "label_emb.", "conditioner.embedders."]),
        ("a Stable Diffusion XL UNet", ["input_blocks.", "label_emb."]),
        ("a Stable Diffusion 1.x checkpoint", ["input_blocks.", "cond_stage_model.transformer."]),
        ("a Stable Diffusion 2.x checkpoint", ["input_blocks.", "cond_stage_model.model."]),
        ("a Stable Diffusion UNet", ["input_blocks.", "output_blocks."]),
        ("a Stable Diffusion UNet in diffusers' layout", ["down_blocks.", "up_blocks.", "time_embedding.", "attn2."]),
        ("a Chroma model", ["distilled_guidance_layer."]),
        ("a Flux model", ["double_blocks.", "single_blocks.", "img_in."]),
        ("a Flux model in diffusers' layout", ["single_transformer_blocks.", "x_embedder."]),
        ("a HunyuanVideo model", ["double_blocks.", "txt_in.individual_token_refiner."]),
        ("a Stable Diffusion 3 model", ["joint_blocks.", "x_embedder."]),
        ("a Qwen-Image model", ["transformer_blocks.0.attn.add_q_proj.", "img_in.", "txt_norm."]),
        ("a PixArt model", ["t_block.1.", "y_embedder.y_embedding", "blocks.0.cross_attn."]),
        ("a Wan video model", ["blocks.0.cross_attn.", "head.modulation", "time_projection."]),
        ("a Lumina 2 or Z-Image model", ["noise_refiner.", "context_refiner."]),
        ("an LTX video model", ["transformer_blocks.0.scale_shift_table", "patchify_proj."]),
        ("a VAE", ["decoder.", "encoder.", "conv_in.", "quant_conv."]),
        ("a VAE", ["decoder.conv_in.", "decoder.conv_out."]),
        ("a VAE", ["decoder.mid_block.", "encoder.mid_block."]),
        (Gemma2TextEncoder, ["layers.0.pre_feedforward_layernorm.weight", "layers.0.post_feedforward_layernorm.weight", "embed_tokens.weight"]),
        ("a T5 text encoder", ["block.0.layer.0.SelfAttention.", "shared.weight"]),
        ("a CLIP text or vision encoder", ["text_model.encoder.layers."]),
        ("a CLIP text or vision encoder", ["vision_model.encoder.layers."]),
        ("a CLIP text or vision encoder", ["transformer.resblocks."]),
        ("a Llama, Qwen or Mistral language model", ["layers.0.self_attn.q_proj.weight", "layers.0.mlp.gate_proj.weight", "embed_tokens.weight"]),
        ("an upscaling model (ESRGAN family)", ["body.0.rdb1."]),
        ("a textual inversion embedding", ["emb_params"]),
    ];

    /// <summary>Describes a file by its tensors' names, with an article: "a Flux model". Falls back to naming a few of them.</summary>
    /// <param name="names">The tensors' names.</param>
    public static string Describe(IEnumerable<string> names)
    {
        var all = names.ToArray();
        foreach (var (kind, parts) in Rules)
        {
            if (Array.TrueForAll(parts, part => Array.Exists(all, name => name.Contains(part, StringComparison.Ordinal))))
            {
                // A Gemma-3 or later model has Gemma-2's four norms and, unlike it, norms on queries and keys.
                return kind == Gemma2TextEncoder && Array.Exists(all, n => n.Contains("self_attn.q_norm.", StringComparison.Ordinal)) ? "a Gemma-3 text encoder" : kind;
            }
        }
        return all.Length == 0 ? "a file without tensors"
            : $"a model of unknown kind with {all.Length} tensors, such as {string.Join(", ", all.Order(StringComparer.Ordinal).Take(4).Select(n => $"'{n}'"))}";
    }

    /// <summary>The exception for a file of the wrong kind.</summary>
    /// <param name="file">The file.</param>
    /// <param name="expected">The kind that was asked for.</param>
    internal static CheckpointException Wrong(Checkpoint file, string expected) =>
        new(file.Path, null, $"this looks like {Describe(file.Tensors.Keys)}", expected);
}
