using PixelDiT.Graph.Nodes;
using PixelDiT.Sampling;

namespace PixelDiT.Nodes.Core.Values;

/// <summary>A value of type <c>CONDITIONING</c>: what the picture shall show, or shall not show.</summary>
/// <remarks>Immutable; values may share embeddings, and the runtime disposes one when the last value that holds it goes.</remarks>
/// <param name="Entries">At least one entry; entries that act at the same noise level are averaged by strength.</param>
public sealed record Conditioning(IReadOnlyList<ConditioningEntry> Entries) : IHoldsResources
{
    /// <inheritdoc />
    public IEnumerable<IDisposable> Resources => Entries.Select(e => e.Embedding);
}
