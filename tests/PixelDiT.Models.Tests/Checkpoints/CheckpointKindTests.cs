using PixelDiT.Models.Checkpoints;

namespace PixelDiT.Models.Tests.Checkpoints;

public sealed class CheckpointKindTests
{
    // Names as the published files of each kind have them.
    [TestCase("Stable Diffusion XL checkpoint", "model.diffusion_model.input_blocks.0.0.weight", "model.diffusion_model.label_emb.0.0.weight", "conditioner.embedders.0.transformer.text_model.embeddings.position_ids")]
    [TestCase("Stable Diffusion 1.x checkpoint", "model.diffusion_model.input_blocks.0.0.weight", "cond_stage_model.transformer.text_model.embeddings.position_ids", "first_stage_model.decoder.conv_in.weight")]
    [TestCase("Stable Diffusion UNet", "input_blocks.0.0.weight", "output_blocks.0.0.in_layers.0.weight")]
    [TestCase("Flux model", "double_blocks.0.img_attn.qkv.weight", "single_blocks.0.linear1.weight", "img_in.weight")]
    [TestCase("Stable Diffusion 3 model", "model.diffusion_model.joint_blocks.0.x_block.attn.qkv.weight", "model.diffusion_model.x_embedder.proj.weight")]
    [TestCase("Wan video model", "blocks.0.cross_attn.q.weight", "head.modulation", "time_projection.1.weight")]
    [TestCase("LoRA", "lora_unet_down_blocks_0.lora_down.weight", "lora_unet_down_blocks_0.alpha")]
    [TestCase("LoRA", "transformer.blocks.0.attn.lora_A.weight")]
    [TestCase("VAE", "decoder.conv_in.weight", "encoder.conv_in.weight", "quant_conv.weight")]
    [TestCase("VAE", "decoder.conv_in.weight", "decoder.conv_out.weight")]
    [TestCase("Gemma-2 text encoder", "model.embed_tokens.weight", "model.layers.0.pre_feedforward_layernorm.weight", "model.layers.0.post_feedforward_layernorm.weight")]
    [TestCase("Gemma-3 text encoder", "model.embed_tokens.weight", "model.layers.0.pre_feedforward_layernorm.weight", "model.layers.0.post_feedforward_layernorm.weight", "model.layers.0.self_attn.q_norm.weight")]
    [TestCase("T5 text encoder", "shared.weight", "encoder.block.0.layer.0.SelfAttention.q.weight")]
    [TestCase("CLIP text or vision encoder", "text_model.encoder.layers.0.self_attn.q_proj.weight")]
    [TestCase("Llama, Qwen or Mistral", "model.embed_tokens.weight", "model.layers.0.self_attn.q_proj.weight", "model.layers.0.mlp.gate_proj.weight")]
    [TestCase("PixelDiT class-conditional", "core.pixel_embedder.proj.weight", "core.patch_blocks.0.attn.qkv.weight")]
    [TestCase("PiD pixel decoder", "core.pixel_embedder.proj.weight", "core.patch_blocks.0.attn.qkv_x.weight", "core.lq_proj.latent_proj.0.weight")]
    public void Describe_NamesOfAKnownKind_SaysWhichKind(string kind, params string[] names) =>
        Assert.That(CheckpointKind.Describe(names), Does.Contain(kind));

    [TestCase("t2i_tiny.safetensors", CheckpointKind.PixelDiTTextToImage)]
    [TestCase("gemma2_tiny.safetensors", CheckpointKind.Gemma2TextEncoder)]
    public void Describe_ReferenceFile_SaysWhichKind(string name, string kind)
    {
        using var file = SafetensorsFile.Open(TestData.File(name));
        Assert.That(CheckpointKind.Describe(file.Tensors.Keys), Is.EqualTo(kind));
    }

    [Test]
    public void Describe_UnknownNames_ListsSome() =>
        Assert.That(CheckpointKind.Describe(["z", "y", "x", "w", "v"]), Does.Contain("5 tensors").And.Contain("'v', 'w', 'x', 'y'"));

    [Test]
    public void Describe_NoNames_SaysSo() => Assert.That(CheckpointKind.Describe([]), Is.EqualTo("a file without tensors"));
}
