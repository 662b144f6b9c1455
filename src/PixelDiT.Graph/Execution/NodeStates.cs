using PixelDiT.Graph.Caching;

namespace PixelDiT.Graph.Execution;

/// <summary>What nodes keep between jobs (<c>NodeContext.State</c>), by id and class, for as long as the node stays in submitted graphs.</summary>
internal sealed class NodeStates(ResourceLedger ledger)
{
    private readonly Dictionary<(string Id, string ClassType), Dictionary<Type, object>> _states = [];
    private readonly Lock _lock = new();

    public T Get<T>(JobNode node, Func<T> create) where T : class
    {
        lock (_lock)
        {
            var key = (node.Id, node.Declaration.Id);
            var ofNode = _states.TryGetValue(key, out var known) ? known : _states[key] = [];
            if (!ofNode.TryGetValue(typeof(T), out var state))
            {
                ofNode[typeof(T)] = state = create();
                ledger.Hold(state);
            }

            return (T)state;
        }
    }

    /// <summary>Drops the state of nodes that are not in this graph.</summary>
    public void KeepOnly(IEnumerable<JobNode> nodes)
    {
        lock (_lock)
        {
            if (_states.Count == 0)
            {
                return;
            }

            var present = nodes.Select(n => (n.Id, n.Declaration.Id)).ToHashSet();
            foreach (var key in _states.Keys.Where(k => !present.Contains(k)).ToList())
            {
                Drop(key);
            }
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            foreach (var key in _states.Keys.ToList())
            {
                Drop(key);
            }
        }
    }

    private void Drop((string, string) key)
    {
        if (_states.Remove(key, out var states))
        {
            foreach (var state in states.Values)
            {
                ledger.Release(state);
            }
        }
    }
}
