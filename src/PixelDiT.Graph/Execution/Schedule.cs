using PixelDiT.Graph.Caching;

namespace PixelDiT.Graph.Execution;

/// <summary>
/// The order in which a job's nodes run (protocol §6.1): a node is ready when its sources have results; of the ready ones output nodes and
/// async nodes go first, then what feeds outputs directly or over one node, then the rest, each in the order of insertion.
/// </summary>
/// <param name="find">Looks for a kept result; what has one is not scheduled.</param>
internal sealed class Schedule(Func<JobNode, NodeOutputs?> find)
{
    private readonly PriorityQueue<JobNode, long> _ready = new();
    private readonly Stack<JobNode> _adding = new();
    private int _inserted;

    /// <summary>Adds a node and everything it needs that has no result yet.</summary>
    public void Add(JobNode root)
    {
        var added = new List<JobNode>();
        _adding.Push(root);
        while (_adding.TryPop(out var node))
        {
            if (node.Order < 0)
            {
                node.Order = _inserted++;
                added.Add(node);
                Unfinished++;
                AddSources(node);
            }
        }

        foreach (var node in added)
        {
            Enqueue(node);
        }
    }

    /// <summary>Nodes without result yet, those that run included.</summary>
    public int Unfinished { get; private set; }

    /// <summary>Takes the next ready node.</summary>
    public bool TryNext(out JobNode node) => _ready.TryDequeue(out node!, out _);

    /// <summary>The node has its result: those that waited for nothing else are ready.</summary>
    public void Complete(JobNode node)
    {
        Unfinished--;
        foreach (var consumer in node.Consumers)
        {
            consumer.Blockers--;
            Enqueue(consumer);
        }

        node.Consumers.Clear();
    }

    private void AddSources(JobNode node)
    {
        foreach (var source in node.Sources())
        {
            source.Users++;
            if (source.Order < 0 && source.Outputs is null && find(source) is { } kept)
            {
                kept.Hold();
                source.Outputs = kept;
            }

            if (source.Outputs is not null)
            {
                continue;
            }

            source.Consumers.Add(node);
            source.FeedsOutput |= node.Declaration.IsOutput;
            node.Blockers++;
            _adding.Push(source);
        }
    }

    private void Enqueue(JobNode node)
    {
        if (node.Blockers == 0)
        {
            _ready.Enqueue(node, ((long)Rank(node) << 32) | (uint)node.Order);
        }
    }

    private static int Rank(JobNode node) =>
        node.Declaration.IsOutput || node.Declaration.IsAsync ? 0
        : node.FeedsOutput ? 1
        : node.Consumers.Exists(c => c.FeedsOutput) ? 2
        : 3;
}
