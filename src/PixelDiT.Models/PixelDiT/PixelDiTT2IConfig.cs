namespace PixelDiT.Models.PixelDiT;

/// <summary>Sizes of a text-to-image PixelDiT.</summary>
public sealed record PixelDiTT2IConfig : PixelDiTConfig
{
    /// <summary>The released 1024² model: 1302.5 M parameters.</summary>
    public static PixelDiTT2IConfig Released1300M { get; } = new()
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

    /// <summary>Width of a text token as the text encoder gives it.</summary>
    public required int TextWidth { get; init; }

    /// <summary>Longest text in tokens, T: the length of the text position table.</summary>
    public required int TextLength { get; init; }

    private protected override IEnumerable<(string Name, long[] Shape)> ConditionParameters() =>
    [
        ("y_embedder.proj.weight", [Width, TextWidth]),
        ("y_embedder.proj.bias", [Width]),
        ("y_embedder.norm.weight", [Width]),
        ("y_pos_embedding", [1, TextLength, Width]),
    ];

    private protected override IEnumerable<(string Name, long[] Shape)> PatchBlockParameters(string block) =>
        [.. StreamParameters(block, StreamNames.Image), .. StreamParameters(block, StreamNames.Text)];
}
