namespace PixelDiT.Sampling;

/// <summary>Small dense linear systems for solver coefficients (order at most 4).</summary>
internal static class LinearSystem
{
    /// <summary>x with A·x = b, by Gaussian elimination with partial pivoting. <paramref name="a"/> [n, n] and <paramref name="b"/> [n] are used up.</summary>
    public static double[] Solve(double[,] a, double[] b)
    {
        var n = b.Length;
        for (var column = 0; column < n; column++)
        {
            SwapInPivot(a, b, column);
            for (var row = column + 1; row < n; row++)
            {
                var factor = a[row, column] / a[column, column];
                for (var k = column; k < n; k++)
                {
                    a[row, k] -= factor * a[column, k];
                }
                b[row] -= factor * b[column];
            }
        }
        var x = new double[n];
        for (var row = n - 1; row >= 0; row--)
        {
            var sum = b[row];
            for (var k = row + 1; k < n; k++)
            {
                sum -= a[row, k] * x[k];
            }
            x[row] = sum / a[row, row];
        }
        return x;
    }

    private static void SwapInPivot(double[,] a, double[] b, int column)
    {
        var pivot = column;
        for (var row = column + 1; row < b.Length; row++)
        {
            if (Math.Abs(a[row, column]) > Math.Abs(a[pivot, column]))
            {
                pivot = row;
            }
        }
        if (pivot == column)
        {
            return;
        }
        for (var k = 0; k < b.Length; k++)
        {
            (a[column, k], a[pivot, k]) = (a[pivot, k], a[column, k]);
        }
        (b[column], b[pivot]) = (b[pivot], b[column]);
    }
}
