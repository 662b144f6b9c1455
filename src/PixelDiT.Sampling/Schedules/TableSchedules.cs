namespace PixelDiT.Sampling;

/// <summary>Schedules that pick entries of <see cref="ModelSamplingFlow.Table"/>. All run from high σ to a final 0.</summary>
internal static class TableSchedules
{
    /// <summary><c>simple</c>: the table walked from its end in strides of 1000/steps, truncated to whole entries.</summary>
    public static double[] Simple(ModelSamplingFlow sampling, int steps)
    {
        var table = sampling.Table;
        var stride = (double)table.Count / steps;
        var sigmas = new double[steps + 1];
        for (var i = 0; i < steps; i++)
        {
            sigmas[i] = table[table.Count - 1 - (int)(i * stride)];
        }
        return sigmas;
    }

    /// <summary>
    /// <c>ddim_uniform</c>: every (1000/steps)-th entry counted from the second, so the number of steps is only near the one asked for
    /// and the first σ is below 1.
    /// </summary>
    public static double[] DdimUniform(ModelSamplingFlow sampling, int steps)
    {
        var table = sampling.Table;
        var ascending = new List<double>(steps + 2);
        // A table that starts at (nearly) zero noise brings its own final zero.
        if (Math.Abs(table[1]) > 1e-5)
        {
            ascending.Add(0.0);
        }
        else
        {
            steps++;
        }
        var stride = Math.Max(table.Count / steps, 1);
        for (var i = 1; i < table.Count; i += stride)
        {
            ascending.Add(table[i]);
        }
        ascending.Reverse();
        return [.. ascending];
    }

    /// <summary>
    /// <c>beta</c>: entries at the quantiles 1, 1-1/n, … of Beta(α, β) (Lee et al., arXiv:2407.12173), neighbours that fall on
    /// the same entry merged, so many steps give fewer.
    /// </summary>
    public static double[] Beta(ModelSamplingFlow sampling, int steps, double alpha, double beta)
    {
        var table = sampling.Table;
        var sigmas = new List<double>(steps + 1);
        var last = -1;
        for (var i = 0; i < steps; i++)
        {
            var quantile = BetaDistribution.Quantile(1.0 - (i / (double)steps), alpha, beta);
            var index = (int)Math.Round(quantile * (table.Count - 1), MidpointRounding.ToEven);
            if (index != last)
            {
                sigmas.Add(table[index]);
            }
            last = index;
        }
        sigmas.Add(0.0);
        return [.. sigmas];
    }
}
