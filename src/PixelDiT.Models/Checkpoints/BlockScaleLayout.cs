namespace PixelDiT.Models.Checkpoints;

/// <summary>
/// Where block scales lie: in the order in which tensor cores read them, tiles of 128 rows × 4 columns, in each tile the rows r, r + 32, r + 64, r + 96 side by side.
/// https://docs.nvidia.com/cuda/cublas/index.html#d-block-scaling-factors-layout
/// </summary>
internal static class BlockScaleLayout
{
    private const long TileRows = 128;
    private const long TileColumns = 4;
    private const long GroupRows = 32;

    /// <summary>The shape of the stored scales: whole tiles.</summary>
    public static long[] Shape(long rows, long columns) => [(rows + TileRows - 1) / TileRows * TileRows, (columns + TileColumns - 1) / TileColumns * TileColumns];

    /// <summary>Position of a scale among the stored ones.</summary>
    /// <param name="row">Row of the weight.</param>
    /// <param name="column">Block within the row.</param>
    /// <param name="columns">Blocks of a row.</param>
    public static long Offset(long row, long column, long columns)
    {
        var tilesAcross = (columns + TileColumns - 1) / TileColumns;
        var tile = (row / TileRows * tilesAcross) + (column / TileColumns);
        var (group, line) = (row % TileRows / GroupRows, row % GroupRows);
        return (tile * TileRows * TileColumns) + (line * TileRows / GroupRows * TileColumns) + (group * TileColumns) + (column % TileColumns);
    }
}
