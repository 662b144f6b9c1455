namespace PixelDiT.Graph.Caching;

/// <summary><c>--cache-classic</c>: at the start of a job everything goes that is not part of its prompt.</summary>
public sealed class ClassicCache : IOutputCache
{
    private readonly RecentOutputs _outputs = new();

    /// <inheritdoc />
    public bool Keeps => true;

    /// <inheritdoc />
    public void BeginJob(IReadOnlySet<CacheKey> keys) => _outputs.KeepOnly(keys);

    /// <inheritdoc />
    public NodeOutputs? Find(CacheKey key) => _outputs.Find(key, 1);

    /// <inheritdoc />
    public void Store(CacheKey key, NodeOutputs outputs) => _outputs.Set(key, outputs, 1);

    /// <inheritdoc />
    public void EndJob()
    {
    }

    /// <inheritdoc />
    public void Clear() => _outputs.Clear();
}
