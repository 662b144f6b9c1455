using static TorchSharp.torch;

namespace PixelDiT.Models.PixelDiT;

/// <summary>Cosines and sines of rotary position embedding, one column per channel pair.</summary>
/// <param name="Cos">[L, dh/2] float32.</param>
/// <param name="Sin">[L, dh/2] float32.</param>
internal sealed record RotaryTable(Tensor Cos, Tensor Sin) : IDisposable
{
    private const double Theta = 10000;

    // Image positions run over [0, 16] whatever the grid: the scale that the network was trained with, not the patch size.
    private const float ImageSpan = 16;

    /// <summary>Positions 0 … length-1, frequency of pair k: 1/θ^(2k/dh).</summary>
    public static RotaryTable Text(int length, int headWidth, Device device)
    {
        var pairs = headWidth / 2;
        var angles = new double[length * pairs];
        for (var position = 0; position < length; position++)
        {
            for (var k = 0; k < pairs; k++)
            {
                angles[(position * pairs) + k] = position * Frequency(k, pairs);
            }
        }
        return Create(angles, length, pairs, device);
    }

    /// <summary>
    /// A grid of patches, row by row. Pairs alternate between the axes: pair 2k turns by the column, pair 2k+1 by the row, both with frequency 1/θ^(4k/dh).
    /// </summary>
    public static RotaryTable Image(int rows, int columns, int headWidth, Device device)
    {
        var (pairs, axisPairs) = (headWidth / 2, headWidth / 4);
        var (x, y) = (Spread(columns), Spread(rows));
        var angles = new double[rows * columns * pairs];
        var next = 0;
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                for (var k = 0; k < axisPairs; k++)
                {
                    angles[next++] = x[column] * Frequency(k, axisPairs);
                    angles[next++] = y[row] * Frequency(k, axisPairs);
                }
            }
        }
        return Create(angles, rows * columns, pairs, device);
    }

    public void Dispose()
    {
        Cos.Dispose();
        Sin.Dispose();
    }

    private static double Frequency(int k, int pairs) => 1 / Math.Pow(Theta, (double)k / pairs);

    /// <summary>linspace(0, 16, n) as float32 arithmetic gives it: from both ends to the middle.</summary>
    private static float[] Spread(int n)
    {
        var step = n > 1 ? ImageSpan / (n - 1) : 0;
        return [.. Enumerable.Range(0, n).Select(i => i < n / 2 || n == 1 ? step * i : ImageSpan - (step * (n - 1 - i)))];
    }

    private static RotaryTable Create(double[] angles, int length, int pairs, Device device)
    {
        // Angles in double, rounded once: float32 angles would lose the fast frequencies at long distances.
        var cos = Array.ConvertAll(angles, a => (float)Math.Cos(a));
        var sin = Array.ConvertAll(angles, a => (float)Math.Sin(a));
        return new RotaryTable(Own(cos), Own(sin));

        Tensor Own(float[] values) => tensor(values, [length, pairs], device: device).DetachFromDisposeScope();
    }
}
