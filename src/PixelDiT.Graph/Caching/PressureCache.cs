namespace PixelDiT.Graph.Caching;

/// <summary>
/// The default (protocol §6.10): results stay as long as memory allows. When the host says that memory is short, results that the current
/// job did not use go first, the one unused longest before the others; those in use go only when the host says it is very short.
/// </summary>
public sealed class PressureCache : IOutputCache
{
    private readonly RecentOutputs _outputs = new();
    private readonly Func<MemoryPressure> _pressure;
    private readonly int _capacity;
    private int _job;

    /// <summary>A cache that asks the host how much memory is left.</summary>
    /// <param name="pressure">Asked after each result and each job, again after each dropped result; cheap. Null: memory never runs short.</param>
    /// <param name="capacity">Most results whatever the host says, at least 1. Default 10,000.</param>
    public PressureCache(Func<MemoryPressure>? pressure = null, int capacity = 10_000)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        (_pressure, _capacity) = (pressure ?? (() => MemoryPressure.None), capacity);
    }

    /// <inheritdoc />
    public bool Keeps => true;

    /// <inheritdoc />
    public void BeginJob(IReadOnlySet<CacheKey> keys) => _job++;

    /// <inheritdoc />
    public NodeOutputs? Find(CacheKey key) => _outputs.Find(key, _job);

    /// <inheritdoc />
    public void Store(CacheKey key, NodeOutputs outputs)
    {
        _outputs.Set(key, outputs, _job);
        while (_outputs.Count > _capacity)
        {
            _outputs.DropOldest();
        }

        Trim();
    }

    /// <inheritdoc />
    public void EndJob() => Trim();

    /// <inheritdoc />
    public void Clear() => _outputs.Clear();

    private void Trim()
    {
        for (var pressure = _pressure(); pressure != MemoryPressure.None; pressure = _pressure())
        {
            if (!_outputs.DropOldest(exceptJob: pressure == MemoryPressure.High ? 0 : _job))
            {
                return;
            }
        }
    }
}

/// <summary>How short memory is.</summary>
public enum MemoryPressure
{
    /// <summary>There is enough.</summary>
    None,

    /// <summary>Results that the current job does not use are to go.</summary>
    Low,

    /// <summary>Results in use are to go as well.</summary>
    High,
}
