using PixelDiT.Graph.Caching;

namespace PixelDiT.Graph.Execution;

/// <summary>
/// Lets go of a job's values as soon as no later node needs them. While a node that may copy parts of the graph is unfinished, anything may get a further
/// user: the results of submitted nodes stay then, so that those need not run again, and so do the values of expansions, which could not be
/// made again.
/// </summary>
internal sealed class Holdings(JobGraph graph, Schedule schedule, ResourceLedger ledger)
{
    private bool _mayBeCopied;

    /// <summary>A node has run, or has got its kept result.</summary>
    public void NodeDone(JobNode node)
    {
        var mayHaveBeen = _mayBeCopied || node.CopiesGraph;
        _mayBeCopied = schedule.GraphCopiers > 0;
        Release(node.Sources);
        if (node.Expansion is { } expansion)
        {
            Release(expansion.Sources);
            node.Expansion = null;
        }

        ReleaseIfUnused(node);
        if (mayHaveBeen && !_mayBeCopied)
        {
            foreach (var kept in graph.All)
            {
                ReleaseIfUnused(kept);
            }
        }
    }

    /// <summary>The job is over.</summary>
    public void ReleaseAll()
    {
        foreach (var node in graph.All)
        {
            node.Outputs?.Release();
            node.Outputs = null;
            node.Expansion?.Discard();
            ReleaseGiven(node);
        }
    }

    private void Release(IReadOnlyList<JobNode> sources)
    {
        foreach (var source in sources)
        {
            source.Users--;
            ReleaseIfUnused(source);
        }
    }

    private void ReleaseIfUnused(JobNode node)
    {
        if (node.Users == 0 && node.Phase != NodePhase.Scheduled && !(_mayBeCopied && node.Parent is null))
        {
            node.Outputs?.Release();
            node.Outputs = null;
        }

        if (node.Phase == NodePhase.Done && !_mayBeCopied)
        {
            ReleaseGiven(node);
        }
    }

    private void ReleaseGiven(JobNode node)
    {
        if (!node.HoldsGiven)
        {
            return;
        }

        node.HoldsGiven = false;
        foreach (var (_, value) in node.Given)
        {
            ledger.Release(value);
        }
    }
}
