namespace PixelDiT.Imaging;

/// <summary>
/// Structural similarity of one channel after another. Rows are filtered across as they come, and eleven filtered rows are kept: memory grows with the
/// picture's width alone.
/// </summary>
internal sealed class SsimFilter
{
    /// <summary>Side of a window in pixels.</summary>
    public const int Side = 11;

    // Means of x, y, x², y² and xy.
    private const int Moments = 5;

    private static readonly double[] Weights = MakeWeights();

    private readonly int _width;
    private readonly int _height;
    private readonly int _channels;
    private readonly double _c1;
    private readonly double _c2;
    private readonly double[][] _rows;

    /// <summary>Prepares for pictures of one layout.</summary>
    public SsimFilter(int width, int height, int channels, double range)
    {
        (_width, _height, _channels) = (width, height, channels);
        (_c1, _c2) = (Math.Pow(0.01 * range, 2), Math.Pow(0.03 * range, 2));
        _rows = [.. Enumerable.Range(0, Side).Select(_ => new double[Moments * (width - Side + 1)])];
    }

    /// <summary>Sum of the similarity over the windows that count.</summary>
    public double Sum(ReadOnlySpan<float> before, ReadOnlySpan<float> after, int channel, SsimWindows windows)
    {
        var across = _width - Side + 1;
        var column = new double[Moments];
        var sum = 0.0;
        for (var y = 0; y < _height; y++)
        {
            FilterRow(before, after, channel, y, _rows[y % Side]);
            var top = y - Side + 1;
            for (var x = 0; top >= 0 && x < across; x++)
            {
                if (windows.Counts(x, top))
                {
                    Array.Clear(column);
                    for (var k = 0; k < Side; k++)
                    {
                        var row = _rows[(top + k) % Side];
                        for (var m = 0; m < Moments; m++)
                        {
                            column[m] += Weights[k] * row[(x * Moments) + m];
                        }
                    }
                    sum += Similarity(column);
                }
            }
        }
        return sum;
    }

    private void FilterRow(ReadOnlySpan<float> before, ReadOnlySpan<float> after, int channel, int y, double[] row)
    {
        Array.Clear(row);
        for (var x = 0; x < _width; x++)
        {
            var at = (((y * _width) + x) * _channels) + channel;
            double a = before[at], b = after[at];
            // This pixel is the k-th of the window that begins k pixels before it.
            for (var k = Math.Max(0, x - (_width - Side)); k < Math.Min(Side, x + 1); k++)
            {
                var (weight, window) = (Weights[k], (x - k) * Moments);
                row[window] += weight * a;
                row[window + 1] += weight * b;
                row[window + 2] += weight * a * a;
                row[window + 3] += weight * b * b;
                row[window + 4] += weight * a * b;
            }
        }
    }

    // (2μxμy + C1)(2σxy + C2) / ((μx² + μy² + C1)(σx² + σy² + C2))
    private double Similarity(double[] means)
    {
        var (x, y) = (means[0], means[1]);
        var (varianceX, varianceY, covariance) = (means[2] - (x * x), means[3] - (y * y), means[4] - (x * y));
        return ((2 * x * y) + _c1) * ((2 * covariance) + _c2) / (((x * x) + (y * y) + _c1) * (varianceX + varianceY + _c2));
    }

    private static double[] MakeWeights()
    {
        const double sigma = 1.5;
        double[] weights = [.. Enumerable.Range(0, Side).Select(i => Math.Exp(-Math.Pow(i - (Side / 2), 2) / (2 * sigma * sigma)))];
        var sum = weights.Sum();
        return [.. weights.Select(w => w / sum)];
    }
}
