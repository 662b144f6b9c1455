namespace PixelDiT.Models.PixelDiT;

/// <summary>
/// Sizes of a class-conditional PixelDiT. No size depends on the image: the released models for 256² and for 512² have one layout
/// and differ in their weights alone.
/// </summary>
public sealed record PixelDiTC2IConfig : PixelDiTConfig
{
    /// <summary>PixelDiT-B of the paper's Table 3: 184 M parameters.</summary>
    public static PixelDiTC2IConfig B { get; } = Released(patchBlocks: 12, pixelBlocks: 2, width: 768, heads: 12);

    /// <summary>PixelDiT-L of the paper's Table 3: 569 M parameters.</summary>
    public static PixelDiTC2IConfig L { get; } = Released(patchBlocks: 22, pixelBlocks: 4, width: 1024, heads: 16);

    /// <summary>PixelDiT-XL of the paper's Table 3: 797 M parameters.</summary>
    public static PixelDiTC2IConfig XL { get; } = Released(patchBlocks: 26, pixelBlocks: 4, width: 1152, heads: 16);

    /// <summary>Classes that the model can draw, without the null class: 1000 of ImageNet in released models.</summary>
    public required int Classes { get; init; }

    /// <summary>Index of the null class, which stands for no class at all: the row after the last class.</summary>
    public int NullClass => Classes;

    private protected override IEnumerable<(string Name, long[] Shape)> ConditionParameters() =>
        [("y_embedder.embedding_table.weight", [Classes + 1, Width])];

    private protected override IEnumerable<(string Name, long[] Shape)> PatchBlockParameters(string block) =>
        StreamParameters(block, StreamNames.Single);

    private static PixelDiTC2IConfig Released(int patchBlocks, int pixelBlocks, int width, int heads) => new()
    {
        Channels = 3,
        PatchSize = 16,
        Width = width,
        Heads = heads,
        MlpWidth = 2 * 4 * width / 3,
        PatchBlocks = patchBlocks,
        PixelWidth = 16,
        PixelMlpWidth = 64,
        PixelAttentionWidth = width,
        PixelAttentionHeads = heads,
        PixelBlocks = pixelBlocks,
        Classes = 1000,
    };
}
