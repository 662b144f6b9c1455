namespace PixelDiT.Sampling;

/// <summary>How conditional and unconditional rows reach the network. The result is the same up to rounding.</summary>
public enum RowBatching
{
    /// <summary>As one batch when the model's estimate fits the free memory, else one after the other.</summary>
    Auto,

    /// <summary>As one batch wherever token counts agree.</summary>
    Batched,

    /// <summary>One after the other.</summary>
    Sequential,
}
