namespace PixelDiT.Imaging;

/// <summary>Which windows of a picture count for its structural similarity. A window is named by its top left pixel.</summary>
internal sealed class SsimWindows
{
    private readonly bool[]? _counted;
    private readonly int _across;

    private SsimWindows(bool[]? counted, int across, long count) => (_counted, _across, Count) = (counted, across, count);

    /// <summary>How many count; at least one.</summary>
    public long Count { get; }

    /// <summary>The windows inside a picture that hold counted pixels only; null when there are none.</summary>
    /// <param name="pixels">[height, width]; empty for all.</param>
    /// <param name="width">Width of the picture.</param>
    /// <param name="height">Height of the picture.</param>
    public static SsimWindows? Of(ReadOnlySpan<bool> pixels, int width, int height)
    {
        var (across, down) = (width - SsimFilter.Side + 1, height - SsimFilter.Side + 1);
        if (across < 1 || down < 1)
        {
            return null;
        }
        if (pixels.IsEmpty)
        {
            return new SsimWindows(null, across, (long)across * down);
        }
        var counted = new bool[across * down];
        var count = 0L;
        // How many rows in a row, up to this one, are counted in each column.
        var run = new int[width];
        for (var y = 0; y < height; y++)
        {
            var columns = 0;
            for (var x = 0; x < width; x++)
            {
                run[x] = pixels[(y * width) + x] ? run[x] + 1 : 0;
                columns = run[x] >= SsimFilter.Side ? columns + 1 : 0;
                if (columns >= SsimFilter.Side)
                {
                    counted[((y - SsimFilter.Side + 1) * across) + x - SsimFilter.Side + 1] = true;
                    count++;
                }
            }
        }
        return count == 0 ? null : new SsimWindows(counted, across, count);
    }

    /// <summary>Whether the window with this top left pixel counts.</summary>
    public bool Counts(int x, int y) => _counted is null || _counted[(y * _across) + x];
}
