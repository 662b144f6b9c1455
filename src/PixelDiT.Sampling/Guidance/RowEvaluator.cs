using PixelDiT.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling;

/// <summary>Runs conditioning rows through the network: together where shapes agree and memory allows, else one after the other.</summary>
internal sealed class RowEvaluator(IFlowModel model, ModelSamplingFlow sampling, RowBatching batching)
{
    // Set once a batch did not fit: what did not fit at the first step will not fit at the next.
    private bool _sequential = batching == RowBatching.Sequential;

    /// <summary>Image prediction D = x - σ·v of each row, [B, 3, H, W], in the order of <paramref name="rows"/>.</summary>
    public Tensor[] Denoise(Tensor x, double sigma, IReadOnlyList<GuidanceRow> rows, CancellationToken cancellation)
    {
        var predictions = new Tensor[rows.Count];
        var groups = Enumerable.Range(0, rows.Count).GroupBy(i => (rows[i].Context.shape[1], rows[i].Context.shape[2], rows[i].Context.dtype));
        foreach (var group in groups)
        {
            int[] members = [.. group];
            if (members.Length > 1 && !_sequential && Fits(x, members.Length, (int)group.Key.Item1)
                && TryBatch(x, sigma, rows, members, predictions, cancellation))
            {
                continue;
            }
            foreach (var i in members)
            {
                cancellation.ThrowIfCancellationRequested();
                predictions[i] = Predict(x, sigma, rows[i].Context);
            }
        }
        return predictions;
    }

    private bool TryBatch(
        Tensor x, double sigma, IReadOnlyList<GuidanceRow> rows, int[] members, Tensor[] predictions, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        try
        {
            using var scope = NewDisposeScope();
            var batch = cat([.. members.Select(_ => x)], 0);                          // [k·B, 3, H, W]
            var context = cat([.. members.Select(i => rows[i].Context)], 0);          // [k·B, T, D]
            var parts = Predict(batch, sigma, context).chunk(members.Length, 0);      // k × [B, 3, H, W]
            for (var k = 0; k < members.Length; k++)
            {
                predictions[members[k]] = parts[k].MoveToOuterDisposeScope();
            }
            return true;
        }
        catch (Exception e) when (batching == RowBatching.Auto && TorchErrors.IsOutOfMemory(e))
        {
            _sequential = true;
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

    private bool Fits(Tensor x, int count, int tokens)
    {
        if (batching == RowBatching.Batched)
        {
            return true;
        }
        if (HostMemory.FreeBytes(x.device) is not { } free)
        {
            return true;
        }
        var shape = x.shape;
        return model.WorkingBytes(count * (int)shape[0], (int)shape[2], (int)shape[3], tokens) < free;
    }
}
