using System.Text.Json.Nodes;

namespace PixelDiT.Graph.Caching;

/// <summary>
/// The result of one node: its values and what it showed. Whoever keeps it calls <see cref="Hold"/> and later <see cref="Release"/>; after the
/// last release its disposable parts are disposed, unless another result holds them too. Safe for use from several threads.
/// </summary>
public sealed class NodeOutputs
{
    private readonly ResourceLedger _ledger;
    private readonly JsonObject? _ui;
    private int _holders = 1;

    /// <summary>Takes over one hold of every value; the caller is the first holder.</summary>
    internal NodeOutputs(IReadOnlyList<IReadOnlyList<object?>> slots, JsonObject? ui, ResourceLedger ledger) =>
        (Slots, _ui, _ledger) = (slots, ui, ledger);

    /// <summary>Per output slot the list of its values (protocol §6.2).</summary>
    public IReadOnlyList<IReadOnlyList<object?>> Slots { get; }

    /// <summary>True when the node showed something.</summary>
    public bool HasUi => _ui is not null;

    /// <summary>A fresh copy of what the node showed; null when it showed nothing.</summary>
    public JsonObject? CopyUi() => (JsonObject?)_ui?.DeepClone();

    /// <summary>Keeps the values alive until <see cref="Release"/>.</summary>
    public void Hold() => Interlocked.Increment(ref _holders);

    /// <summary>Lets go of the values; the last one to do so disposes them.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
        {
            foreach (var value in Slots.SelectMany(s => s))
            {
                _ledger.Release(value);
            }
        }
    }
}
