using PixelDiT.Models.Checkpoints;

namespace PixelDiT.Models.PixelDiT;

/// <summary>Finds a PixelDiT in a file: its kind and the prefix of its keys, and every size from the tensors' shapes.</summary>
internal static class PixelDiTLayout
{
    private const string Marker = "pixel_embedder.proj.weight";
    private const string TextMarker = "patch_blocks.0.attn.qkv_x.weight";
    private const string ClassMarker = "patch_blocks.0.attn.qkv.weight";

    // "core." and "net." are the published packages', "ema_denoiser." the published class models'; the others are what ComfyUI writes when it saves a model
    // or a checkpoint.
    private static readonly string[] Prefixes =
        ["core.", "net.", "ema_denoiser.", "model.diffusion_model.core.", "model.diffusion_model.net.", "model.diffusion_model.", "diffusion_model.", "model.", ""];

    /// <summary>
    /// The prefix of the network's keys. Training-only weights beside it (<c>_repa_projector</c>, <c>net_ema.</c>, <c>denoiser.</c>) have other prefixes.
    /// </summary>
    /// <typeparam name="T">The kind of network that the file must hold; <see cref="PixelDiTNetwork"/> for any.</typeparam>
    /// <exception cref="CheckpointException">It holds none; the message says what it looks like.</exception>
    public static string FindPrefix<T>(Checkpoint file)
        where T : PixelDiTNetwork
    {
        var (expected, markers) = typeof(T) == typeof(PixelDiTT2I) ? (CheckpointKind.PixelDiTTextToImage, new[] { TextMarker })
            : typeof(T) == typeof(PixelDiTC2I) ? (CheckpointKind.PixelDiTClassToImage, [ClassMarker])
            : ("a PixelDiT model", [TextMarker, ClassMarker]);
        var prefix = Array.Find(Prefixes, p => file.Tensors.ContainsKey(p + Marker));
        return prefix is not null
            && Array.Exists(markers, m => file.Tensors.ContainsKey(prefix + m))
            && !file.Tensors.Keys.Any(k => k.StartsWith(prefix + "lq_proj.", StringComparison.Ordinal))
            ? prefix
            : throw CheckpointKind.Wrong(file, expected);
    }

    /// <summary>Reads every size from shapes.</summary>
    /// <exception cref="CheckpointException">A tensor is missing or the shapes contradict each other.</exception>
    public static PixelDiTConfig ReadConfig(Checkpoint file, string prefix, WeightReader weights)
    {
        var hasText = file.Tensors.ContainsKey(prefix + TextMarker);
        var names = hasText ? StreamNames.Image : StreamNames.Single;
        var patches = weights.Shape("s_embedder.proj.weight", 2);       // [D, C·P²]
        var pixels = weights.Shape(Marker, 2);                          // [Dp, C]
        var pixelBlock = weights.At("pixel_blocks.0");
        var (width, channels) = (patches[0], pixels[1]);
        var patchSize = (long)Math.Round(Math.Sqrt((double)patches[1] / channels));
        if (patchSize < 1 || patchSize * patchSize * channels != patches[1])
        {
            throw Contradiction("s_embedder.proj.weight", $"has {patches[1]} inputs for {channels} channels", "channels times a square patch");
        }
        var attentionWidth = pixelBlock.Shape("compress_to_attn.weight", 2)[0];
        // Of the preset nothing stays: each of its sizes is replaced.
        var config = (hasText ? ReadText(weights) : ReadClasses(weights)) with
        {
            Channels = (int)channels,
            PatchSize = (int)patchSize,
            Width = (int)width,
            Heads = Heads(width, $"patch_blocks.0.attn.q_norm{names.Suffix}.weight"),
            MlpWidth = (int)weights.Shape($"patch_blocks.0.{names.Mlp}.w1.weight", 2)[0],
            PatchBlocks = Count("patch_blocks."),
            PixelWidth = (int)pixels[0],
            PixelMlpWidth = (int)pixelBlock.Shape("mlp.fc1.weight", 2)[0],
            PixelAttentionWidth = (int)attentionWidth,
            PixelAttentionHeads = Heads(attentionWidth, "pixel_blocks.0.attn.q_norm.weight"),
            PixelBlocks = Count("pixel_blocks."),
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

        int Heads(long total, string norm)
        {
            var head = weights.Shape(norm, 1)[0];
            return head > 0 && total % head == 0 && head % 4 == 0 ? (int)(total / head)
                : throw Contradiction(norm, $"gives heads of {head} channels for a width of {total}", "a divisor of the width that is a multiple of 4");
        }

        CheckpointException Contradiction(string name, string problem, string expected) => new(file.Path, prefix + name, problem, expected);
    }

    private static PixelDiTConfig ReadText(WeightReader weights) => PixelDiTT2IConfig.Released1300M with
    {
        TextWidth = (int)weights.Shape("y_embedder.proj.weight", 2)[1],         // [D, text width]
        TextLength = (int)weights.Shape("y_pos_embedding", 3)[1],               // [1, T, D]
    };

    private static PixelDiTConfig ReadClasses(WeightReader weights) => PixelDiTC2IConfig.XL with
    {
        Classes = (int)weights.Shape("y_embedder.embedding_table.weight", 2)[0] - 1,     // [classes + 1, D]
    };
}
