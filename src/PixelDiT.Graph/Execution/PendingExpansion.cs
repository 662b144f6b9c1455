using System.Text.Json.Nodes;
using PixelDiT.Graph.Caching;
using PixelDiT.Graph.Declarations;
using PixelDiT.Graph.Nodes;

namespace PixelDiT.Graph.Execution;

/// <summary>The result of a node that expanded: its values, with links where nodes of the expansions have yet to run.</summary>
internal sealed class PendingExpansion(List<object?>[] slots, JsonObject? ui, IReadOnlyList<GraphBuilder> graphs, ResourceLedger ledger)
{
    private bool _joined;
    private bool _finished;

    /// <summary>A fresh copy of what the node showed; null when it showed nothing.</summary>
    public JsonObject? CopyUi() => (JsonObject?)ui?.DeepClone();

    /// <summary>The nodes that the links lead to, each once; set by <see cref="Join"/>.</summary>
    public IReadOnlyList<JobNode> Sources { get; private set; } = [];

    /// <summary>Puts the nodes into the job's graph, which holds their values from then on.</summary>
    /// <returns>The new nodes.</returns>
    /// <exception cref="NodeContractException">They do not fit.</exception>
    public IReadOnlyList<JobNode> Join(JobGraph graph, JobNode parent)
    {
        var added = graph.Expand(parent, graphs);
        _joined = true;
        var sources = new HashSet<JobNode>();
        foreach (var link in slots.SelectMany(s => s).OfType<ExpansionLink>())
        {
            link.Source = graph.Resolve(link.Link, parent.Declaration);
            sources.Add(link.Source);
        }

        Sources = [.. sources];
        return added;
    }

    /// <summary>The whole result, once all <see cref="Sources"/> have theirs: each link is replaced by what its output has.</summary>
    public NodeOutputs Finish()
    {
        _finished = true;
        for (var i = 0; i < slots.Length; i++)
        {
            if (slots[i].Exists(v => v is ExpansionLink))
            {
                slots[i] = [.. slots[i].SelectMany(Values)];
            }
        }

        return new NodeOutputs(slots, ui, ledger);
    }

    /// <summary>Lets go of the values, unless <see cref="Finish"/> handed them on.</summary>
    public void Discard()
    {
        if (_finished)
        {
            return;
        }

        new NodeOutputs(slots, null, ledger).Release();
        if (!_joined)
        {
            foreach (var graph in graphs)
            {
                Release(graph, ledger);
            }
        }
    }

    /// <summary>Lets go of the values that an expansion brought.</summary>
    public static void Release(GraphBuilder graph, ResourceLedger ledger)
    {
        foreach (var value in graph.Nodes.SelectMany(n => n.Inputs.Values))
        {
            ledger.Release(value);
        }
    }

    private IReadOnlyList<object?> Values(object? value)
    {
        if (value is not ExpansionLink link)
        {
            return [value];
        }

        var values = link.Source!.Outputs!.Slots[link.Link.Slot];
        foreach (var one in values)
        {
            ledger.Hold(one);
        }

        return values;
    }
}

/// <summary>Stands for what an output of an expansion will give.</summary>
internal sealed class ExpansionLink(NodeLink link)
{
    public NodeLink Link { get; } = link;

    public JobNode? Source { get; set; }
}
