namespace PixelDiT.Graph.Caching;

/// <summary>Results in the order of their last use, the oldest first.</summary>
internal sealed class RecentOutputs
{
    private readonly Dictionary<CacheKey, LinkedListNode<Entry>> _byKey = [];
    private readonly LinkedList<Entry> _byUse = [];

    public int Count => _byKey.Count;

    public NodeOutputs? Find(CacheKey key, int job)
    {
        if (!_byKey.TryGetValue(key, out var node))
        {
            return null;
        }

        _byUse.Remove(node);
        _byUse.AddLast(node);
        node.Value.LastJob = job;
        return node.Value.Outputs;
    }

    public void Set(CacheKey key, NodeOutputs outputs, int job)
    {
        outputs.Hold();
        Remove(key);
        _byKey[key] = _byUse.AddLast(new Entry(key, outputs) { LastJob = job });
    }

    /// <summary>Drops the result that was used longest ago; false when it was used by this job (0: no matter) or there is none.</summary>
    public bool DropOldest(int exceptJob = 0)
    {
        if (_byUse.First is not { } oldest || (exceptJob != 0 && oldest.Value.LastJob == exceptJob))
        {
            return false;
        }

        Remove(oldest.Value.Key);
        return true;
    }

    public void KeepOnly(IReadOnlySet<CacheKey> keys)
    {
        foreach (var key in _byKey.Keys.Where(k => !keys.Contains(k)).ToList())
        {
            Remove(key);
        }
    }

    public void Clear()
    {
        while (DropOldest())
        {
        }
    }

    private void Remove(CacheKey key)
    {
        if (_byKey.Remove(key, out var node))
        {
            _byUse.Remove(node);
            node.Value.Outputs.Release();
        }
    }

    private sealed class Entry(CacheKey key, NodeOutputs outputs)
    {
        public CacheKey Key { get; } = key;

        public NodeOutputs Outputs { get; } = outputs;

        public int LastJob { get; set; }
    }
}
