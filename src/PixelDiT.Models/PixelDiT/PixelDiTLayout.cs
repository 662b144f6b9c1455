using PixelDiT.Models.Checkpoints;

namespace PixelDiT.Models.PixelDiT;

/// <summary>Finds a text-to-image PixelDiT in a file: the prefix of its keys, and every size from the tensors' shapes.</summary>
internal static class PixelDiTLayout
{
    private const string Marker = "pixel_embedder.proj.weight";

    // "core." and "net." are the published packages'; the others are what ComfyUI writes when it saves a model or a checkpoint.
    private static readonly string[] Prefixes = ["core.", "net.", "model.diffusion_model.core.", "model.diffusion_model.net.", "model.diffusion_model.", "diffusion_model.", "model.", ""];

    /// <summary>The prefix of the network's keys. Training-only weights beside it (<c>_repa_projector</c>, <c>net_ema.</c>) have other prefixes.</summary>
    /// <exception cref="CheckpointException">The file holds no text-to-image PixelDiT; the message says what it looks like.</exception>
    public static string FindPrefix(Checkpoint file)
    {
        var prefix = Array.Find(Prefixes, p => file.Tensors.ContainsKey(p + Marker));
        if (prefix is null
            || !file.Tensors.ContainsKey(prefix + "patch_blocks.0.attn.qkv_x.weight")
            || file.Tensors.Keys.Any(k => k.StartsWith(prefix + "lq_proj.", StringComparison.Ordinal)))
        {
            throw CheckpointKind.Wrong(file, CheckpointKind.PixelDiTTextToImage);
        }
        return prefix;
    }

    /// <summary>Reads every size from shapes.</summary>
    /// <exception cref="CheckpointException">A tensor is missing or the shapes contradict each other.</exception>
    public static PixelDiTConfig ReadConfig(Checkpoint file, string prefix, WeightReader weights)
    {
        var patches = weights.Shape("s_embedder.proj.weight", 2);       // [D, C·P²]
        var pixels = weights.Shape(Marker, 2);                          // [Dp, C]
        var text = weights.Shape("y_embedder.proj.weight", 2);          // [D, text width]
        var positions = weights.Shape("y_pos_embedding", 3);            // [1, T, D]
        var patchBlock = weights.At("patch_blocks.0");
        var pixelBlock = weights.At("pixel_blocks.0");
        var (width, channels) = (patches[0], pixels[1]);
        var patchSize = (long)Math.Round(Math.Sqrt((double)patches[1] / channels));
        if (patchSize < 1 || patchSize * patchSize * channels != patches[1])
        {
            throw Contradiction("s_embedder.proj.weight", $"has {patches[1]} inputs for {channels} channels", "channels times a square patch");
        }
        var attentionWidth = pixelBlock.Shape("compress_to_attn.weight", 2)[0];
        var config = new PixelDiTConfig
        {
            Channels = (int)channels,
            PatchSize = (int)patchSize,
            Width = (int)width,
            Heads = Heads(width, patchBlock, "patch_blocks.0.attn.q_norm_x.weight", "attn.q_norm_x.weight"),
            MlpWidth = (int)patchBlock.Shape("mlp_x.w1.weight", 2)[0],
            PatchBlocks = Count("patch_blocks."),
            PixelWidth = (int)pixels[0],
            PixelMlpWidth = (int)pixelBlock.Shape("mlp.fc1.weight", 2)[0],
            PixelAttentionWidth = (int)attentionWidth,
            PixelAttentionHeads = Heads(attentionWidth, pixelBlock, "pixel_blocks.0.attn.q_norm.weight", "attn.q_norm.weight"),
            PixelBlocks = Count("pixel_blocks."),
            TextWidth = (int)text[1],
            TextLength = (int)positions[1],
        };
        if (config.PixelWidth % 4 != 0)
        {
            throw Contradiction(Marker, $"gives pixels a width of {config.PixelWidth}", "a multiple of 4 (sin and cos of two axes)");
        }
        return config;

        // Blocks are numbered without gaps; a missing one then shows as its first missing tensor.
        int Count(string list) => file.Tensors.Keys
            .Where(k => k.StartsWith(prefix + list, StringComparison.Ordinal))
            .Select(k => k[(prefix.Length + list.Length)..].Split('.')[0])
            .Select(k => int.TryParse(k, out var index) && index < file.Tensors.Count ? index + 1 : 0)
            .DefaultIfEmpty(0).Max();

        int Heads(long total, WeightReader block, string name, string norm)
        {
            var head = block.Shape(norm, 1)[0];
            return head > 0 && total % head == 0 && head % 4 == 0 ? (int)(total / head)
                : throw Contradiction(name, $"gives heads of {head} channels for a width of {total}", "a divisor of the width that is a multiple of 4");
        }

        CheckpointException Contradiction(string name, string problem, string expected) => new(file.Path, prefix + name, problem, expected);
    }
}
