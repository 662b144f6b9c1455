using PixelDiT.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling;

/// <summary>What one row asks of the network.</summary>
/// <param name="X">Noisy images [B, 3, H, W]; the same shape in every row of a call.</param>
/// <param name="Row">The conditioning.</param>
internal readonly record struct RowInput(Tensor X, GuidanceRow Row);

/// <summary>Runs conditioning rows through the network: as many together as agree in shape and fit the memory.</summary>
internal sealed class RowEvaluator(IFlowModel model, ModelSamplingFlow sampling, RowBatching batching)
{
    // Falls when a batch did not fit: what did not fit at the first step will not fit at the next.
    private int _most = batching switch
    {
        RowBatching.Sequential => 1,
        RowBatching.Pairs => 2,
        _ => int.MaxValue,
    };

    /// <summary>Image prediction D = x - σ·v of each row, [B, 3, H, W], in the order of <paramref name="rows"/>.</summary>
    public Tensor[] Denoise(double sigma, IReadOnlyList<RowInput> rows, CancellationToken cancellation)
    {
        var predictions = new Tensor[rows.Count];
        foreach (var group in Enumerable.Range(0, rows.Count).GroupBy(i => LayoutOf(rows[i].Row)))
        {
            int[] members = [.. group];
            for (var done = 0; done < members.Length;)
            {
                var part = members[done..(done + CountThatFits(rows, members[done..]))];
                cancellation.ThrowIfCancellationRequested();
                if (part.Length == 1)
                {
                    predictions[part[0]] = Predict(rows[part[0]].X, sigma, rows[part[0]].Row.Context);
                }
                else if (!TryBatch(sigma, rows, part, predictions))
                {
                    _most = part.Length / 2;
                    continue;
                }
                done += part.Length;
            }
        }
        return predictions;
    }

    private static (long Tokens, long Width, ScalarType Type) LayoutOf(GuidanceRow row) =>
        (row.Context.shape[1], row.Context.shape[2], row.Context.dtype);

    /// <summary>How many of these rows, counted from the first, go through the network at once: all, or halves of them until they fit.</summary>
    private int CountThatFits(IReadOnlyList<RowInput> rows, int[] members)
    {
        var count = Math.Min(members.Length, _most);
        while (count > 1 && !Fits(rows[members[0]], count))
        {
            count /= 2;
        }
        return count;
    }

    private bool TryBatch(double sigma, IReadOnlyList<RowInput> rows, int[] members, Tensor[] predictions)
    {
        try
        {
            using var scope = NewDisposeScope();
            var batch = cat([.. members.Select(i => rows[i].X)], 0);                  // [k·B, 3, H, W]
            var context = cat([.. members.Select(i => rows[i].Row.Context)], 0);      // [k·B, T, D]
            var parts = Predict(batch, sigma, context).chunk(members.Length, 0);      // k × [B, 3, H, W]
            for (var k = 0; k < members.Length; k++)
            {
                predictions[members[k]] = parts[k].MoveToOuterDisposeScope();
            }
            return true;
        }
        catch (Exception e) when (batching == RowBatching.Auto && TorchErrors.IsOutOfMemory(e))
        {
            return false;
        }
    }

    private Tensor Predict(Tensor x, double sigma, Tensor context)
    {
        using var scope = NewDisposeScope();
        var timesteps = full([x.shape[0]], sampling.Timestep(sigma), ScalarType.Float32, x.device);    // [B]
        var velocity = model.Velocity(x, timesteps, context).to(ScalarType.Float32);
        return (x - (velocity * sigma)).MoveToOuterDisposeScope();
    }

    private bool Fits(RowInput row, int count)
    {
        if (batching != RowBatching.Auto || HostMemory.FreeBytes(row.X.device) is not { } free)
        {
            return true;
        }
        var shape = row.X.shape;
        return model.WorkingBytes(count * (int)shape[0], (int)shape[2], (int)shape[3], (int)row.Row.Context.shape[1]) < free;
    }
}
