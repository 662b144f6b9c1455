using System.Text.Json.Nodes;

namespace PixelDiT.Graph.Nodes;

/// <summary>
/// Which node class stands in for one that is not installed (protocol §2.9). A pack adds its own when it starts
/// (<see cref="Packs.IPackStartup"/>): <c>services.Find&lt;NodeReplacements&gt;()?.Add(…)</c>. For any thread.
/// </summary>
public sealed class NodeReplacements
{
    private readonly Lock _lock = new();
    private readonly List<NodeReplacement> _all = [];

    /// <summary>Adds one. A second one with the same old and new class is ignored.</summary>
    /// <param name="replacement">The replacement.</param>
    public void Add(NodeReplacement replacement)
    {
        ArgumentNullException.ThrowIfNull(replacement);
        lock (_lock)
        {
            if (!_all.Exists(r => r.OldClass == replacement.OldClass && r.NewClass == replacement.NewClass))
            {
                _all.Add(replacement);
            }
        }
    }

    /// <summary>All of them, in the order in which they came; of several for one old class the first is used.</summary>
    public IReadOnlyList<NodeReplacement> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _all];
            }
        }
    }
}

/// <summary>What becomes of a node whose class is not installed.</summary>
/// <param name="OldClass">The class that is missing.</param>
/// <param name="NewClass">The class that takes its place.</param>
public sealed record NodeReplacement(string OldClass, string NewClass)
{
    /// <summary>Names of the old node's widgets in their order, for front ends that read saved workflows. Default null, not known.</summary>
    public IReadOnlyList<string>? OldWidgets { get; init; }

    /// <summary>Where each input of the new node comes from; inputs that are not named here are dropped. Default null: the new node has none.</summary>
    public IReadOnlyList<InputReplacement>? Inputs { get; init; }

    /// <summary>Which output takes the place of which. Default null: the same numbers.</summary>
    public IReadOnlyList<OutputReplacement>? Outputs { get; init; }
}

/// <summary>One input of the new node: either an old input's value or link, or a fixed value.</summary>
/// <param name="NewName">Name of the new input.</param>
/// <param name="OldName">Name of the old input whose value it takes; null when <paramref name="Value"/> is meant. One that the old node lacks leaves the new one out.</param>
/// <param name="Value">The fixed value.</param>
public sealed record InputReplacement(string NewName, string? OldName, JsonNode? Value = null);

/// <summary>One output.</summary>
/// <param name="NewSlot">Its number at the new node, from 0.</param>
/// <param name="OldSlot">Its number at the old node, from 0.</param>
public sealed record OutputReplacement(int NewSlot, int OldSlot);
