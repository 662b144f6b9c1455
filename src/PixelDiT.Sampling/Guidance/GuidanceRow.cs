using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling;

/// <summary>A conditioning entry made ready for one run: on the model's device, one embedding per latent row.</summary>
internal sealed class GuidanceRow : IDisposable
{
    public GuidanceRow(ConditioningEntry entry, int batchSize, Device device)
    {
        Entry = entry;
        using var scope = NewDisposeScope();
        var rows = entry.Embedding.shape[0];
        var local = entry.Embedding.to(device);
        // Fewer embeddings than images are repeated in turn, surplus ones dropped.
        if (rows < batchSize)
        {
            local = local.repeat((batchSize + rows - 1) / rows, 1, 1);
        }
        Context = local.narrow(0, 0, batchSize).DetachFromDisposeScope(); // [B, T, D]
    }

    public ConditioningEntry Entry { get; }

    /// <summary>[B, T, D].</summary>
    public Tensor Context { get; }

    public void Dispose() => Context.Dispose();
}

/// <summary>The rows of one guided prediction.</summary>
/// <param name="Sigma">Its noise level.</param>
/// <param name="Inputs">Of each conditioning that is needed, the rows that act there.</param>
internal sealed record ActiveRows(double Sigma, GuidanceRow[][] Inputs)
{
    /// <summary>All rows, conditioning by conditioning.</summary>
    public IEnumerable<GuidanceRow> All => Inputs.SelectMany(rows => rows);
}
