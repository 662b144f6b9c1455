namespace PixelDiT.Models.Layers;

/// <summary>
/// What is added to a model's layers for some of its passes, such as LoRAs: given to a forward pass and forgotten after it. The weights stay as they are.
/// </summary>
/// <remarks>Immutable. Borrows its tensors; whoever made the set keeps them alive, on the model's device, until the last pass with it has ended.</remarks>
public sealed class AdapterSet
{
    private readonly Dictionary<string, LayerDelta[]> _layers;
    private readonly object[] _sources;

    /// <summary>Collects additions.</summary>
    /// <param name="deltas">Each with the name of its layer, as the model's parameters spell it, without <c>.weight</c>; a layer may have several.</param>
    /// <param name="sources">What the additions were made from, compared by value: sets with the same sources, in the same order, are the same.</param>
    internal AdapterSet(IEnumerable<(string Layer, LayerDelta Delta)> deltas, params object[] sources)
    {
        _layers = deltas.GroupBy(d => d.Layer, d => d.Delta).ToDictionary(g => g.Key, g => g.ToArray());
        _sources = sources;
    }

    /// <summary>Names of the layers that are changed.</summary>
    internal IReadOnlyCollection<string> Layers => _layers.Keys;

    /// <summary>The additions to a layer, in order; empty for most.</summary>
    internal ReadOnlySpan<LayerDelta> Of(string layer) => _layers.GetValueOrDefault(layer);

    /// <summary>Whether two sets change a model in the same way; null stands for no change.</summary>
    internal static bool AreSame(AdapterSet? a, AdapterSet? b) =>
        ReferenceEquals(a, b) || (a is not null && b is not null && a._sources.SequenceEqual(b._sources));
}
