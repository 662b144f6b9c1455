using PixelDiT.Models.Checkpoints;

namespace PixelDiT.Models.PixelDiT;

/// <summary>
/// Sizes of a text-to-image PixelDiT, in the letters of the paper. All are readable from a checkpoint's shapes.
/// </summary>
public sealed record PixelDiTConfig
{
    /// <summary>Width of the sin/cos time embedding that enters the time MLP.</summary>
    public const int TimeFrequencies = 256;

    /// <summary>The released 1024² model: 1302.5 M parameters.</summary>
    public static PixelDiTConfig Released1300M { get; } = new()
    {
        Channels = 3,
        PatchSize = 16,
        Width = 1536,
        Heads = 24,
        MlpWidth = 4096,
        PatchBlocks = 14,
        PixelWidth = 16,
        PixelMlpWidth = 64,
        PixelAttentionWidth = 1152,
        PixelAttentionHeads = 16,
        PixelBlocks = 2,
        TextWidth = 2304,
        TextLength = 300,
    };

    /// <summary>Colour channels of the image, C: 3.</summary>
    public required int Channels { get; init; }

    /// <summary>Side of a patch in pixels, P. Image sizes must be multiples of it.</summary>
    public required int PatchSize { get; init; }

    /// <summary>Width of a patch token, D.</summary>
    public required int Width { get; init; }

    /// <summary>Attention heads of a patch block.</summary>
    public required int Heads { get; init; }

    /// <summary>Hidden width of a patch block's SwiGLU: int(2·4D/3) in released models.</summary>
    public required int MlpWidth { get; init; }

    /// <summary>Number of MM-DiT patch blocks, N.</summary>
    public required int PatchBlocks { get; init; }

    /// <summary>Width of a pixel token, Dp.</summary>
    public required int PixelWidth { get; init; }

    /// <summary>Hidden width of a pixel block's MLP: 4·Dp in released models.</summary>
    public required int PixelMlpWidth { get; init; }

    /// <summary>Width that a patch's pixels are compressed to for attention, Da.</summary>
    public required int PixelAttentionWidth { get; init; }

    /// <summary>Attention heads of a pixel block.</summary>
    public required int PixelAttentionHeads { get; init; }

    /// <summary>Number of PiT pixel blocks, M.</summary>
    public required int PixelBlocks { get; init; }

    /// <summary>Width of a text token as the text encoder gives it.</summary>
    public required int TextWidth { get; init; }

    /// <summary>Longest text in tokens, T: the length of the text position table.</summary>
    public required int TextLength { get; init; }

    /// <summary>Pixels of a patch, P².</summary>
    internal int PatchPixels => PatchSize * PatchSize;

    /// <summary>Head size of a patch block, a multiple of 4 (two axes, channel pairs).</summary>
    internal int HeadWidth => Width / Heads;

    /// <summary>Head size of a pixel block's attention, a multiple of 4.</summary>
    internal int PixelHeadWidth => PixelAttentionWidth / PixelAttentionHeads;

    /// <summary>Every parameter's name (without prefix) and shape, in the order of the forward pass.</summary>
    public IEnumerable<(string Name, long[] Shape)> Parameters()
    {
        long d = Width, dp = PixelWidth, p2 = PatchPixels;
        yield return ("s_embedder.proj.weight", [d, Channels * p2]);
        yield return ("s_embedder.proj.bias", [d]);
        yield return ("t_embedder.mlp.0.weight", [d, TimeFrequencies]);
        yield return ("t_embedder.mlp.0.bias", [d]);
        yield return ("t_embedder.mlp.2.weight", [d, d]);
        yield return ("t_embedder.mlp.2.bias", [d]);
        yield return ("y_embedder.proj.weight", [d, TextWidth]);
        yield return ("y_embedder.proj.bias", [d]);
        yield return ("y_embedder.norm.weight", [d]);
        yield return ("y_pos_embedding", [1, TextLength, d]);
        foreach (var parameter in Enumerable.Range(0, PatchBlocks).SelectMany(PatchBlockParameters))
        {
            yield return parameter;
        }
        yield return ("pixel_embedder.proj.weight", [dp, Channels]);
        yield return ("pixel_embedder.proj.bias", [dp]);
        foreach (var parameter in Enumerable.Range(0, PixelBlocks).SelectMany(PixelBlockParameters))
        {
            yield return parameter;
        }
        yield return ("final_layer.norm.weight", [dp]);
        yield return ("final_layer.linear.weight", [Channels, dp]);
        yield return ("final_layer.linear.bias", [Channels]);
    }

    private IEnumerable<(string Name, long[] Shape)> PatchBlockParameters(int index)
    {
        long d = Width;
        var block = $"patch_blocks.{index}";
        foreach (var (stream, modulation) in new[] { ("x", "img"), ("y", "txt") })
        {
            yield return ($"{block}.adaLN_modulation_{modulation}.0.weight", [6 * d, d]);
            yield return ($"{block}.adaLN_modulation_{modulation}.0.bias", [6 * d]);
            yield return ($"{block}.norm_{stream}1.weight", [d]);
            yield return ($"{block}.attn.qkv_{stream}.weight", [3 * d, d]);
            yield return ($"{block}.attn.q_norm_{stream}.weight", [HeadWidth]);
            yield return ($"{block}.attn.k_norm_{stream}.weight", [HeadWidth]);
            yield return ($"{block}.attn.proj_{stream}.weight", [d, d]);
            yield return ($"{block}.attn.proj_{stream}.bias", [d]);
            yield return ($"{block}.norm_{stream}2.weight", [d]);
            yield return ($"{block}.mlp_{stream}.w1.weight", [MlpWidth, d]);
            yield return ($"{block}.mlp_{stream}.w3.weight", [MlpWidth, d]);
            yield return ($"{block}.mlp_{stream}.w2.weight", [d, MlpWidth]);
        }
    }

    private IEnumerable<(string Name, long[] Shape)> PixelBlockParameters(int index)
    {
        long d = Width, dp = PixelWidth, da = PixelAttentionWidth, p2 = PatchPixels;
        var block = $"pixel_blocks.{index}";
        yield return ($"{block}.adaLN_modulation.0.weight", [p2 * 6 * dp, d]);
        yield return ($"{block}.adaLN_modulation.0.bias", [p2 * 6 * dp]);
        yield return ($"{block}.norm1.weight", [dp]);
        yield return ($"{block}.compress_to_attn.weight", [da, p2 * dp]);
        yield return ($"{block}.compress_to_attn.bias", [da]);
        yield return ($"{block}.attn.qkv.weight", [3 * da, da]);
        yield return ($"{block}.attn.q_norm.weight", [PixelHeadWidth]);
        yield return ($"{block}.attn.k_norm.weight", [PixelHeadWidth]);
        yield return ($"{block}.attn.proj.weight", [da, da]);
        yield return ($"{block}.attn.proj.bias", [da]);
        yield return ($"{block}.expand_from_attn.weight", [p2 * dp, da]);
        yield return ($"{block}.expand_from_attn.bias", [p2 * dp]);
        yield return ($"{block}.norm2.weight", [dp]);
        yield return ($"{block}.mlp.fc1.weight", [PixelMlpWidth, dp]);
        yield return ($"{block}.mlp.fc1.bias", [PixelMlpWidth]);
        yield return ($"{block}.mlp.fc2.weight", [dp, PixelMlpWidth]);
        yield return ($"{block}.mlp.fc2.bias", [dp]);
    }

    /// <summary>Number of parameters.</summary>
    public long ParameterCount => Parameters().Sum(p => p.Shape.Aggregate(1L, (a, b) => a * b));
}
