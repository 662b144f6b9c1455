namespace PixelDiT.Sampling;

/// <summary>Gauss-Legendre quadrature: n points integrate polynomials of degree 2n - 1 exactly.</summary>
internal sealed class GaussLegendre
{
    private readonly double[] _points;
    private readonly double[] _weights;

    /// <summary>Computes the points, the zeros of the n-th Legendre polynomial, by Newton's method.</summary>
    public GaussLegendre(int n)
    {
        (_points, _weights) = (new double[n], new double[n]);
        for (var i = 0; i < n; i++)
        {
            var z = Math.Cos(Math.PI * (i + 0.75) / (n + 0.5));
            // From this estimate five or six iterations are enough; rounding may keep the last ones from settling.
            for (var iteration = 0; iteration < 10; iteration++)
            {
                var (value, derivative) = Legendre(n, z);
                z -= value / derivative;
            }
            var slope = Legendre(n, z).Slope;
            _points[i] = z;
            _weights[i] = 2.0 / ((1.0 - (z * z)) * slope * slope);
        }
    }

    /// <summary>∫ f from one end to the other.</summary>
    public double Integrate(double from, double to, Func<double, double> f)
    {
        double half = 0.5 * (to - from), middle = 0.5 * (from + to), sum = 0.0;
        for (var i = 0; i < _points.Length; i++)
        {
            sum += _weights[i] * f(middle + (half * _points[i]));
        }
        return sum * half;
    }

    /// <summary>P_n and its derivative by Bonnet's recursion.</summary>
    private static (double Value, double Slope) Legendre(int n, double z)
    {
        double value = 1.0, before = 0.0;
        for (var k = 1; k <= n; k++)
        {
            (value, before) = ((((2 * k) - 1) * z * value / k) - ((k - 1) * before / k), value);
        }
        return (value, n * ((z * value) - before) / ((z * z) - 1.0));
    }
}
