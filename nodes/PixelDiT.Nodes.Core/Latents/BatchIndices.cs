using PixelDiT.Nodes.Core.Values;

namespace PixelDiT.Nodes.Core.Latents;

/// <summary>Which noise each latent of a batch gets.</summary>
internal static class BatchIndices
{
    /// <summary>The batch's own indices; where it has none, its latents are counted.</summary>
    /// <param name="latent">The batch.</param>
    /// <param name="offset">Where counting begins.</param>
    public static IEnumerable<long> Indices(this Latent latent, long offset = 0) =>
        latent.BatchIndex ?? Enumerable.Range(0, (int)latent.Samples.shape[0]).Select(i => i + offset);
}
