namespace PixelDiT.Models.PixelDiT;

/// <summary>
/// Sizes that every PixelDiT has, in the letters of the paper. All are readable from a checkpoint's shapes.
/// </summary>
public abstract record PixelDiTConfig
{
    /// <summary>Width of the sin/cos time embedding that enters the time MLP.</summary>
    public const int TimeFrequencies = 256;

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

    /// <summary>Number of patch blocks, N.</summary>
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

    /// <summary>Number of parameters.</summary>
    public long ParameterCount => Parameters().Sum(p => p.Shape.Aggregate(1L, (a, b) => a * b));

    /// <summary>Pixels of a patch, P².</summary>
    internal int PatchPixels => PatchSize * PatchSize;

    /// <summary>Head size of a patch block, a multiple of 4 (two axes, channel pairs).</summary>
    internal int HeadWidth => Width / Heads;

    /// <summary>Head size of a pixel block's attention, a multiple of 4.</summary>
    internal int PixelHeadWidth => PixelAttentionWidth / PixelAttentionHeads;

    /// <summary>Every parameter's name (without prefix) and shape, in the order of the forward pass.</summary>
    public IEnumerable<(string Name, long[] Shape)> Parameters() =>
    [
        .. EmbedderParameters(),
        .. ConditionParameters(),
        .. Enumerable.Range(0, PatchBlocks).SelectMany(i => PatchBlockParameters($"patch_blocks.{i}")),
        ("pixel_embedder.proj.weight", [PixelWidth, Channels]),
        ("pixel_embedder.proj.bias", [PixelWidth]),
        .. Enumerable.Range(0, PixelBlocks).SelectMany(i => PixelBlockParameters($"pixel_blocks.{i}")),
        ("final_layer.norm.weight", [PixelWidth]),
        ("final_layer.linear.weight", [Channels, PixelWidth]),
        ("final_layer.linear.bias", [Channels]),
    ];

    /// <summary>Parameters that embed what the image shall show.</summary>
    private protected abstract IEnumerable<(string Name, long[] Shape)> ConditionParameters();

    /// <summary>Parameters of one patch block: those of its streams.</summary>
    private protected abstract IEnumerable<(string Name, long[] Shape)> PatchBlockParameters(string block);

    /// <summary>Parameters of one stream of a patch block.</summary>
    private protected IEnumerable<(string Name, long[] Shape)> StreamParameters(string block, StreamNames names)
    {
        long d = Width;
        yield return ($"{block}.{names.Modulation}.weight", [6 * d, d]);
        yield return ($"{block}.{names.Modulation}.bias", [6 * d]);
        yield return ($"{block}.{names.Norm1}.weight", [d]);
        yield return ($"{block}.attn.qkv{names.Suffix}.weight", [3 * d, d]);
        yield return ($"{block}.attn.q_norm{names.Suffix}.weight", [HeadWidth]);
        yield return ($"{block}.attn.k_norm{names.Suffix}.weight", [HeadWidth]);
        yield return ($"{block}.{names.Projection}.weight", [d, d]);
        yield return ($"{block}.{names.Projection}.bias", [d]);
        yield return ($"{block}.{names.Norm2}.weight", [d]);
        yield return ($"{block}.{names.Mlp}.w1.weight", [MlpWidth, d]);
        yield return ($"{block}.{names.Mlp}.w3.weight", [MlpWidth, d]);
        yield return ($"{block}.{names.Mlp}.w2.weight", [d, MlpWidth]);
    }

    private IEnumerable<(string Name, long[] Shape)> EmbedderParameters()
    {
        long d = Width;
        yield return ("s_embedder.proj.weight", [d, Channels * PatchPixels]);
        yield return ("s_embedder.proj.bias", [d]);
        yield return ("t_embedder.mlp.0.weight", [d, TimeFrequencies]);
        yield return ("t_embedder.mlp.0.bias", [d]);
        yield return ("t_embedder.mlp.2.weight", [d, d]);
        yield return ("t_embedder.mlp.2.bias", [d]);
    }

    private IEnumerable<(string Name, long[] Shape)> PixelBlockParameters(string block)
    {
        long d = Width, dp = PixelWidth, da = PixelAttentionWidth, p2 = PatchPixels;
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
}
