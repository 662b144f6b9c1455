using PixelDiT.Graph.Caching;

namespace PixelDiT.Graph.Execution;

/// <summary>
/// The order in which a job's nodes run (protocol §6.1): a node is ready when the sources it needs have results; of the ready ones output nodes and
/// async nodes go first, then what feeds outputs directly or over one node, then the rest, each in the order of insertion. Nodes may join, and may
/// come to need more, while others run.
/// </summary>
/// <param name="find">Looks for a kept result; what has one is not scheduled.</param>
internal sealed class Schedule(Func<JobNode, NodeOutputs?> find)
{
    private readonly PriorityQueue<JobNode, long> _ready = new();
    private readonly Stack<JobNode> _adding = new();
    private readonly List<JobNode> _added = [];
    private int _inserted;

    /// <summary>Nodes without result yet, those that run included.</summary>
    public int Unfinished { get; private set; }

    /// <summary>Scheduled nodes that may add users of any result.</summary>
    public int GraphCopiers { get; private set; }

    /// <summary>Adds a node and everything it needs that has no result yet.</summary>
    public void Add(JobNode root)
    {
        _adding.Push(root);
        AddPushed();
    }

    /// <summary>A node that had its turn needs these as well: it waits for those without result, and has another turn after them.</summary>
    public void Await(JobNode node, IEnumerable<JobNode> sources)
    {
        foreach (var source in sources)
        {
            Depend(node, source);
        }

        AddPushed();
        Enqueue(node);
    }

    /// <summary>Takes the next ready node.</summary>
    public bool TryNext(out JobNode node) => _ready.TryDequeue(out node!, out _);

    /// <summary>The node has its result: those that waited for nothing else are ready.</summary>
    public void Complete(JobNode node)
    {
        node.Phase = NodePhase.Done;
        Unfinished--;
        if (node.CopiesGraph)
        {
            GraphCopiers--;
        }

        foreach (var consumer in node.Consumers)
        {
            consumer.Blockers--;
            Enqueue(consumer);
        }

        node.Consumers.Clear();
    }

    private void AddPushed()
    {
        while (_adding.TryPop(out var node))
        {
            if (node.Phase == NodePhase.Scheduled)
            {
                continue;
            }

            node.Phase = NodePhase.Scheduled;
            node.Order = _inserted++;
            Unfinished++;
            if (node.CopiesGraph)
            {
                GraphCopiers++;
            }

            foreach (var source in node.Sources)
            {
                source.Users++;
            }

            foreach (var source in node.Needed())
            {
                Depend(node, source);
            }

            _added.Add(node);
        }

        // Only now: what feeds an output is known when all that wait for it are.
        foreach (var node in _added)
        {
            Enqueue(node);
        }

        _added.Clear();
    }

    private void Depend(JobNode node, JobNode source)
    {
        if (source.Phase != NodePhase.Scheduled && source.Outputs is null && find(source) is { } kept)
        {
            kept.Hold();
            source.Outputs = kept;
        }

        if (source.Outputs is not null)
        {
            return;
        }

        source.Consumers.Add(node);
        source.FeedsOutput |= node.Declaration.IsOutput;
        node.Blockers++;
        _adding.Push(source);
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
