namespace TorchSharp;

public static partial class torch
{
    /// <summary>The elements, copied, as a tensor of one dimension.</summary>
    public static Tensor as_tensor(IList<int> rawArray, ScalarType? dtype = null, Device? device = null) =>
        FromElements<int>(AsSpan(rawArray), [rawArray.Count], dtype, device, false, null);

    /// <summary>The elements, copied, as a tensor of one dimension.</summary>
    public static Tensor as_tensor(int[] rawArray, ScalarType? dtype = null, Device? device = null) =>
        FromElements<int>(rawArray, [rawArray.Length], dtype, device, false, null);

    /// <summary>One number as a tensor without dimensions.</summary>
    public static Tensor tensor(int scalar, Device? device = null, bool requires_grad = false) =>
        FromElements<int>([scalar], [], null, device, requires_grad, null);

    /// <summary>The elements, copied, as a tensor.</summary>
    public static Tensor tensor(IList<int> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromElements<int>(AsSpan(rawArray), dimensions, dtype, device, requires_grad, names);

    /// <summary>The elements, copied, as a tensor.</summary>
    public static Tensor tensor(int[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromElements<int>(rawArray, [rawArray.Length], dtype, device, requires_grad, names);

    /// <summary>The elements, copied, as a tensor.</summary>
    public static Tensor tensor(int[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromElements<int>(rawArray, dimensions, dtype, device, requires_grad, names);

    /// <summary>The elements, copied, as a tensor.</summary>
    public static Tensor tensor(IList<int> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromElements<int>(AsSpan(rawArray), [rawArray.Count], dtype, device, requires_grad, names);

    /// <summary>The elements, copied, as a tensor.</summary>
    public static Tensor tensor(IList<int> rawArray, long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromElements<int>(AsSpan(rawArray), [rows, columns], dtype, device, requires_grad, names);

    /// <summary>The elements, copied, as a tensor.</summary>
    public static Tensor tensor(IList<int> rawArray, long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromElements<int>(AsSpan(rawArray), [dim0, dim1, dim2], dtype, device, requires_grad, names);

    /// <summary>The elements, copied, as a tensor.</summary>
    public static Tensor tensor(int[] rawArray, long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromElements<int>(rawArray, [dim0, dim1, dim2, dim3], dtype, device, requires_grad, names);

    /// <summary>The elements, copied, as a tensor.</summary>
    public static Tensor tensor(int[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromElements<int>(Flat<int>(rawArray), ShapeOf(rawArray), dtype, device, requires_grad, names);

    /// <summary>The elements, copied, as a tensor.</summary>
    public static Tensor tensor(int[,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromElements<int>(Flat<int>(rawArray), ShapeOf(rawArray), dtype, device, requires_grad, names);

    /// <summary>The elements, copied, as a tensor.</summary>
    public static Tensor tensor(int[,,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromElements<int>(Flat<int>(rawArray), ShapeOf(rawArray), dtype, device, requires_grad, names);

    /// <summary>The elements, copied, as a tensor.</summary>
    public static Tensor tensor(Memory<int> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromElements<int>(rawArray.Span, dimensions, dtype, device, requires_grad, names);
}
