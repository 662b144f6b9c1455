namespace PixelDiT.Models.Checkpoints;

/// <summary>Where and what one tensor of a model file is.</summary>
/// <param name="Name">Name as the file spells it.</param>
/// <param name="DType">Element type.</param>
/// <param name="Shape">Sizes, outermost first; empty for a scalar.</param>
/// <param name="Offset">Position of the first byte, from the beginning of the file (of what it decompresses to, where it is compressed).</param>
/// <param name="Length">Size in bytes; always the product of the shape times the element size.</param>
public sealed record TensorEntry(string Name, SafetensorsDType DType, long[] Shape, long Offset, long Length)
{
    /// <summary>Steps between elements of each dimension, counted in elements; null when the elements are packed in order, as they nearly always are.</summary>
    public long[]? Strides { get; init; }

    /// <summary>Number of elements.</summary>
    public long Count => Shape.Aggregate(1L, (a, b) => a * b);

    /// <summary>A shape as error messages print it: <c>[3, 16, 16]</c>.</summary>
    internal static string Print(IEnumerable<long> shape) => $"[{string.Join(", ", shape)}]";
}
