using System.Collections.ObjectModel;
using PixelDiT.Graph.Nodes;

namespace PixelDiT.Conformance.Lists;

/// <summary>A value of type <c>ACCUMULATION</c>: values gathered one by one. Immutable.</summary>
/// <remarks>An object with the one member <c>accum</c>, as the reference has it, so that it prints alike.</remarks>
internal sealed class Accumulation(IReadOnlyList<object?> accum)
    : ReadOnlyDictionary<string, object?>(new Dictionary<string, object?> { ["accum"] = accum }), IHoldsResources
{
    /// <summary>The values.</summary>
    public IReadOnlyList<object?> Accum { get; } = accum;

    /// <summary>What the values hold, those of accumulations within included.</summary>
    public IEnumerable<IDisposable> Resources { get; } = [.. accum.SelectMany(Parts)];

    /// <summary>Place of an element; negative indices count from the end.</summary>
    /// <exception cref="AccumulationIndexException">There is no such element.</exception>
    public int Place(System.Numerics.BigInteger index)
    {
        var place = index < 0 ? index + Accum.Count : index;
        return place >= 0 && place < Accum.Count ? (int)place : throw new AccumulationIndexException(index, Accum.Count);
    }

    private static IEnumerable<IDisposable> Parts(object? value) => value switch
    {
        IHoldsResources holder => holder.Resources,
        IDisposable part => [part],
        _ => [],
    };
}

/// <summary>An element was asked for that is not there.</summary>
internal sealed class AccumulationIndexException(System.Numerics.BigInteger index, int count) : Exception("list index out of range")
{
    /// <summary>The index asked for.</summary>
    public System.Numerics.BigInteger Index { get; } = index;

    /// <summary>How many elements there are.</summary>
    public int Count { get; } = count;
}
