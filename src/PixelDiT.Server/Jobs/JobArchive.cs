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

    /// <summary>Removes all entries that the condition holds for.</summary>
    public void RemoveAll(Func<HistoryEntry, bool> condition)
    {
        foreach (var id in _entries.Where(condition).Select(e => e.PromptId).ToList())
        {
            Remove(id);
        }
    }

    /// <summary>Removes the oldest entries up to the first that the condition does not hold for.</summary>
    public void RemoveWhileOldest(Func<HistoryEntry, bool> condition)
    {
        while (_entries.First is { } first && condition(first.Value))
        {
            Remove(first.Value.PromptId);
        }
    }
}
