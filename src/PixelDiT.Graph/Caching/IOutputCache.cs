namespace PixelDiT.Graph.Caching;

/// <summary>
/// Keeps results between jobs; what it keeps and for how long is the difference between ComfyUI's cache modes (protocol §6.10).
/// Used by one thread at a time. A cache holds (<see cref="NodeOutputs.Hold"/>) what it keeps and releases what it drops.
/// </summary>
public interface IOutputCache
{
    /// <summary>False when results are never kept: keys and fingerprints are not computed then.</summary>
    bool Keeps { get; }

    /// <summary>A job starts.</summary>
    /// <param name="keys">The keys of all nodes of its prompt.</param>
    void BeginJob(IReadOnlySet<CacheKey> keys);

    /// <summary>The result with this key, now counted as used; null when it is not kept.</summary>
    /// <param name="key">A key, not <see cref="CacheKey.Never"/>.</param>
    NodeOutputs? Find(CacheKey key);

    /// <summary>Offers a result; the cache keeps it or not.</summary>
    /// <param name="key">A key, not <see cref="CacheKey.Never"/>.</param>
    /// <param name="outputs">The result; one of the same key is replaced.</param>
    void Store(CacheKey key, NodeOutputs outputs);

    /// <summary>The job is over, however it ended.</summary>
    void EndJob();

    /// <summary>Drops everything (<c>POST /free</c> with <c>free_memory</c>).</summary>
    void Clear();
}
