namespace PixelDiT.Graph.Caching;

/// <summary><c>--cache-lru N</c>: the N results that were used last.</summary>
public sealed class LruCache : IOutputCache
{
    private readonly RecentOutputs _outputs = new();
    private readonly int _capacity;

    /// <summary>A cache for so many results.</summary>
    /// <param name="capacity">Most results, at least 1.</param>
    public LruCache(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _capacity = capacity;
    }

    /// <inheritdoc />
    public bool Keeps => true;

    /// <inheritdoc />
    public void BeginJob(IReadOnlySet<CacheKey> keys)
    {
    }

    /// <inheritdoc />
    public NodeOutputs? Find(CacheKey key) => _outputs.Find(key, 1);

    /// <inheritdoc />
    public void Store(CacheKey key, NodeOutputs outputs)
    {
        _outputs.Set(key, outputs, 1);
        while (_outputs.Count > _capacity)
        {
            _outputs.DropOldest();
        }
    }

    /// <inheritdoc />
    public void EndJob()
    {
    }

    /// <inheritdoc />
    public void Clear() => _outputs.Clear();
}
