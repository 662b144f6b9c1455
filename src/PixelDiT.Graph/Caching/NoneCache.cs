namespace PixelDiT.Graph.Caching;

/// <summary><c>--cache-none</c>: results live until their consumers have run.</summary>
public sealed class NoneCache : IOutputCache
{
    /// <inheritdoc />
    public bool Keeps => false;

    /// <inheritdoc />
    public void BeginJob(IReadOnlySet<CacheKey> keys)
    {
    }

    /// <inheritdoc />
    public NodeOutputs? Find(CacheKey key) => null;

    /// <inheritdoc />
    public void Store(CacheKey key, NodeOutputs outputs)
    {
    }

    /// <inheritdoc />
    public void EndJob()
    {
    }

    /// <inheritdoc />
    public void Clear()
    {
    }
}
