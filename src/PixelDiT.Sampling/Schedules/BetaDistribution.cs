namespace PixelDiT.Sampling;

/// <summary>Quantiles of the beta distribution, to double precision.</summary>
internal static class BetaDistribution
{
    /// <summary>x in [0, 1] with I_x(a, b) = <paramref name="probability"/>; a and b greater than 0.</summary>
    public static double Quantile(double probability, double a, double b)
    {
        if (probability <= 0.0)
        {
            return 0.0;
        }
        if (probability >= 1.0)
        {
            return 1.0;
        }
        // Bisection: I_x is monotone, 60 halvings exhaust a double, and a schedule asks only once per step.
        double low = 0.0, high = 1.0;
        for (var i = 0; i < 60; i++)
        {
            var middle = 0.5 * (low + high);
            if (Cumulative(middle, a, b) < probability)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }
        return 0.5 * (low + high);
    }

    /// <summary>Regularized incomplete beta function I_x(a, b).</summary>
    public static double Cumulative(double x, double a, double b)
    {
        if (x <= 0.0)
        {
            return 0.0;
        }
        if (x >= 1.0)
        {
            return 1.0;
        }
        var front = Math.Exp((a * Math.Log(x)) + (b * Math.Log(1.0 - x)) + LogGamma(a + b) - LogGamma(a) - LogGamma(b));
        // The continued fraction converges fast below the mean; above it, I_x(a,b) = 1 - I_{1-x}(b,a).
        return x < (a + 1.0) / (a + b + 2.0)
            ? front * ContinuedFraction(x, a, b) / a
            : 1.0 - (front * ContinuedFraction(1.0 - x, b, a) / b);
    }

    /// <summary>The continued fraction of Abramowitz and Stegun 26.5.8, evaluated by Lentz's method.</summary>
    private static double ContinuedFraction(double x, double a, double b)
    {
        const double tiny = 1e-300;
        var c = 1.0;
        var d = 1.0 / NonZero(1.0 - ((a + b) * x / (a + 1.0)));
        var value = d;
        for (var m = 1; m <= 300; m++)
        {
            var even = m * (b - m) * x / ((a + (2 * m) - 1.0) * (a + (2 * m)));
            d = 1.0 / NonZero(1.0 + (even * d));
            c = NonZero(1.0 + (even / c));
            value *= d * c;

            var odd = -(a + m) * (a + b + m) * x / ((a + (2 * m)) * (a + (2 * m) + 1.0));
            d = 1.0 / NonZero(1.0 + (odd * d));
            c = NonZero(1.0 + (odd / c));
            value *= d * c;
            if (Math.Abs((d * c) - 1.0) < 1e-15)
            {
                break;
            }
        }
        return value;

        static double NonZero(double v) => Math.Abs(v) < tiny ? tiny : v;
    }

    /// <summary>ln Γ(z), z &gt; 0: Stirling's series after shifting the argument above 10.</summary>
    private static double LogGamma(double z)
    {
        var shift = 0.0;
        while (z < 10.0)
        {
            shift -= Math.Log(z);
            z += 1.0;
        }
        var r = 1.0 / (z * z);
        var series = ((1.0 / 12.0) - (r * ((1.0 / 360.0) - (r * ((1.0 / 1260.0) - (r * ((1.0 / 1680.0) - (r / 1188.0)))))))) / z;
        return shift + ((z - 0.5) * Math.Log(z)) - z + (0.5 * Math.Log(2.0 * Math.PI)) + series;
    }
}
