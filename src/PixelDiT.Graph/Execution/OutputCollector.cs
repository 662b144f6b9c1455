using System.Collections;
using System.Text.Json.Nodes;
using PixelDiT.Graph.Caching;
using PixelDiT.Graph.Declarations;
using PixelDiT.Graph.Nodes;

namespace PixelDiT.Graph.Execution;

/// <summary>Joins the results of a node's calls, and holds their values from the moment they come, so that a failure in a later call disposes them.</summary>
internal sealed class OutputCollector(NodeDeclaration declaration, ResourceLedger ledger)
{
    private static readonly ExecutionBlocker Silent = new();

    private readonly List<object?>[] _slots = [.. declaration.Outputs.Select(_ => new List<object?>(1))];
    private List<GraphBuilder>? _graphs;
    private JsonObject? _ui;

    /// <summary>Adds the result of one call.</summary>
    /// <exception cref="NodeContractException">The result does not fit the declaration; nothing of it is kept.</exception>
    public void Add(NodeResult? result)
    {
        if (Problem(result) is { } problem)
        {
            Discard(result);
            throw new NodeContractException(declaration.Id, problem);
        }

        if (result!.Expansion is { } graph)
        {
            (_graphs ??= []).Add(graph);
            Hold(graph);
        }

        for (var i = 0; i < _slots.Length; i++)
        {
            foreach (var value in Elements(result.Outputs[i], declaration.Outputs[i].IsList))
            {
                ledger.Hold(value);
                // A link is one only beside an expansion; otherwise it is a value like any other.
                _slots[i].Add(value is NodeLink link && result.Expansion is not null ? new ExpansionLink(link) : value);
            }
        }

        AddUi(result.Ui);
    }

    /// <summary>Adds what stands for the result of a call that was not made.</summary>
    public void AddBlocked()
    {
        foreach (var slot in _slots)
        {
            slot.Add(Silent);
        }
    }

    /// <summary>True when nodes have to run before the result is known.</summary>
    public bool Expands => _graphs is not null;

    /// <summary>The joined result; the collector must not be used afterwards.</summary>
    public NodeOutputs Finish() => new(_slots, _ui, ledger);

    /// <summary>The joined result, to be completed by its expansions; the collector must not be used afterwards.</summary>
    public PendingExpansion FinishLater() => new(_slots, _ui, _graphs!, ledger);

    /// <summary>Lets go of everything collected so far.</summary>
    public void Discard()
    {
        new NodeOutputs(_slots, null, ledger).Release();
        foreach (var graph in _graphs ?? [])
        {
            PendingExpansion.Release(graph, ledger);
        }
    }

    private void Hold(GraphBuilder graph)
    {
        foreach (var value in graph.Nodes.SelectMany(n => n.Inputs.Values))
        {
            ledger.Hold(value);
        }
    }

    private string? Problem(NodeResult? result)
    {
        if (result is null)
        {
            return "returned null instead of a NodeResult.";
        }

        if (result.Outputs.Count != _slots.Length)
        {
            return $"returned {result.Outputs.Count} outputs, but declares {_slots.Length} ({string.Join(", ", declaration.Outputs.Select(o => o.Name))}).";
        }

        for (var i = 0; i < _slots.Length; i++)
        {
            if (declaration.Outputs[i].IsList && result.Outputs[i] is not (IEnumerable or ExecutionBlocker or NodeLink))
            {
                return $"returned {result.Outputs[i]?.GetType().Name ?? "null"} for {declaration.Outputs[i].Name}, which is declared as a list.";
            }
        }

        return null;
    }

    private static IEnumerable<object?> Elements(object? value, bool isList) => isList && value is IEnumerable list ? list.Cast<object?>() : [value];

    // ui objects of several calls are joined per key; the first call says which keys there are.
    private void AddUi(JsonObject? ui)
    {
        if (ui is null)
        {
            return;
        }

        if (_ui is null)
        {
            _ui = (JsonObject)ui.DeepClone();
            return;
        }

        foreach (var (key, value) in _ui)
        {
            if (value is JsonArray all && ui[key] is JsonArray more)
            {
                foreach (var item in more)
                {
                    all.Add(item?.DeepClone());
                }
            }
        }
    }

    private void Discard(NodeResult? result)
    {
        foreach (var value in result?.Outputs.SelectMany(v => v is IEnumerable and not string ? Elements(v, isList: true).Append(v) : [v]) ?? [])
        {
            ledger.Hold(value);
            ledger.Release(value);
        }

        if (result?.Expansion is { } graph)
        {
            Hold(graph);
            PendingExpansion.Release(graph, ledger);
        }
    }
}
