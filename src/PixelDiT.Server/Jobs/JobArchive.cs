namespace PixelDiT.Server.Jobs;

/// <summary>Jobs that are over, oldest first; the oldest go when there are too many. Not thread-safe.</summary>
/// <param name="maxCount">Most entries.</param>
/// <param name="maxBytes">Most bytes; the newest entry stays whatever its size.</param>
internal sealed class JobArchive(int maxCount, long maxBytes)
{
    private readonly LinkedList<HistoryEntry> _entries = new();
    private readonly Dictionary<string, LinkedListNode<HistoryEntry>> _byId = [];
    private long _bytes;

    /// <summary>All entries in order.</summary>
    public IReadOnlyCollection<HistoryEntry> Entries => _entries;

    /// <summary>True when there is an entry with this id.</summary>
    public bool Contains(string promptId) => _byId.ContainsKey(promptId);

    /// <summary>The entry with this id, or null.</summary>
    public HistoryEntry? Find(string promptId) => _byId.GetValueOrDefault(promptId)?.Value;

    /// <summary>Adds the newest entry.</summary>
    public void Add(HistoryEntry entry)
    {
        _byId[entry.PromptId] = _entries.AddLast(entry);
        _bytes += entry.SizeBytes;
        while (_entries.Count > maxCount || (_bytes > maxBytes && _entries.Count > 1))
        {
            Remove(_entries.First!.Value.PromptId);
        }
    }

    /// <summary>Removes an entry, if there is one.</summary>
    public void Remove(string promptId)
    {
        if (_byId.Remove(promptId, out var node))
        {
            _entries.Remove(node);
            _bytes -= node.Value.SizeBytes;
        }
    }

    /// <summary>Removes all.</summary>
    public void Clear()
    {
        _entries.Clear();
        _byId.Clear();
        _bytes = 0;
    }
}
