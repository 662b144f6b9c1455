namespace PixelDiT.Sampling;

/// <summary>How the rows of one evaluation (conditional, unconditional, those of an edit) reach the network. The result is the same up to rounding.</summary>
public enum RowBatching
{
    /// <summary>As one batch when the model's estimate fits the free memory, else in halves of it, down to one after the other.</summary>
    Auto,

    /// <summary>As one batch wherever token counts agree.</summary>
    Batched,

    /// <summary>One after the other.</summary>
    Sequential,

    /// <summary>At most two at once.</summary>
    Pairs,
}
