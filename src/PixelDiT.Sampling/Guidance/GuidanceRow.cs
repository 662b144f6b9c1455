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
/// <param name="Positive">Those of the positive conditioning that act now.</param>
/// <param name="Negative">Those of the negative one; null where guidance is off.</param>
internal sealed record ActiveRows(GuidanceRow[] Positive, GuidanceRow[]? Negative)
{
    /// <summary>The positive rows, then the negative ones.</summary>
    public IEnumerable<GuidanceRow> All => Positive.Concat(Negative ?? []);
}
