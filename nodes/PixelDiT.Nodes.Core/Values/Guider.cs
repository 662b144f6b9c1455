using PixelDiT.Graph.Nodes;
using PixelDiT.Sampling;

namespace PixelDiT.Nodes.Core.Values;

/// <summary>A value of type <c>GUIDER</c>: a model together with what guides it.</summary>
/// <remarks>Immutable; the embeddings belong to the conditionings that it was made from and are shared with them.</remarks>
/// <param name="Model">The model.</param>
/// <param name="Guidance">Conditionings and scales.</param>
public sealed record Guider(Model Model, Guidance Guidance) : IHoldsResources
{
    /// <inheritdoc />
    public IEnumerable<IDisposable> Resources => Guidance.Entries.Select(e => e.Embedding);
}
