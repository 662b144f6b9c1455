using PixelDiT.Graph.Nodes;
using PixelDiT.Sampling;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Values;

/// <summary>A value of type <c>CONDITIONING</c>: what the picture shall show, or shall not show.</summary>
/// <remarks>Immutable; values may share embeddings, and the runtime disposes one when the last value that holds it goes.</remarks>
/// <param name="Entries">At least one entry; entries that act at the same noise level are averaged by strength.</param>
public sealed record Conditioning(IReadOnlyList<ConditioningEntry> Entries) : IHoldsResources
{
    /// <inheritdoc />
    public IEnumerable<IDisposable> Resources => Entries.Select(e => e.Embedding);

    /// <summary>The same entries with other embeddings, everything else kept.</summary>
    /// <param name="change">Embedding → a new tensor, in the caller's dispose scope; the result takes it out of there.</param>
    public Conditioning WithEmbeddings(Func<Tensor, Tensor> change) =>
        new([.. Entries.Select(e => e with { Embedding = change(e.Embedding).DetachFromDisposeScope() })]);
}
