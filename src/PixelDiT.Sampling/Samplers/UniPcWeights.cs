namespace PixelDiT.Sampling;

/// <summary>Coefficients ρ of one UniPC step: R·ρ = b with R_{ik} = r_k^(i-1), b_i = i!·hφ_{i+1}(h)/B(h) (arXiv:2302.04867, eq. 5).</summary>
internal sealed class UniPcWeights
{
    private readonly double[] _ratios;
    private readonly double[] _b;

    /// <param name="ratios">r_1 … r_n, the last 1.</param>
    /// <param name="h">Step in -λ, negative.</param>
    /// <param name="secondVariant">B(h) = e^h - 1 rather than h.</param>
    public UniPcWeights(double[] ratios, double h, bool secondVariant)
    {
        _ratios = ratios;
        B = secondVariant ? SamplerMath.Expm1(h) : h;
        _b = new double[ratios.Length];
        // The recursion hφ_{k+1} = φ_k - 1/k! in float32 on purpose: at a short step it has lost all but three digits by its third term,
        // and the reference's images carry that error.
        var step = (float)h;
        var phi = ((float)SamplerMath.Expm1(h) / step) - 1f;
        var factorial = 1f;
        for (var i = 1; i <= ratios.Length; i++)
        {
            _b[i - 1] = phi * factorial / (float)B;
            factorial *= i + 1;
            phi = (phi / step) - (1f / factorial);
        }
    }

    /// <summary>B(h).</summary>
    public double B { get; }

    /// <summary>ρ of the n-1 known differences. Order 2 has the fixed ½ of the paper's remark on UniP-2.</summary>
    public double[] Predictor() => _ratios.Length switch
    {
        1 => [],
        2 => [0.5],
        _ => Solve(_ratios.Length - 1),
    };

    /// <summary>ρ of the known differences and of the new one, last. Order 1 has the fixed ½.</summary>
    public double[] Corrector() => _ratios.Length == 1 ? [0.5] : Solve(_ratios.Length);

    private double[] Solve(int n)
    {
        var matrix = new double[n, n];
        for (var k = 0; k < n; k++)
        {
            var power = 1.0;
            for (var i = 0; i < n; i++)
            {
                matrix[i, k] = power;
                power *= _ratios[k];
            }
        }
        return LinearSystem.Solve(matrix, _b[..n]);
    }
}
