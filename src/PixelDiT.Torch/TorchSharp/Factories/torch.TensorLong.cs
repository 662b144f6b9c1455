namespace TorchSharp;

public static partial class torch
{
    /// <summary>The elements, copied, as a tensor of one dimension.</summary>
    public static Tensor as_tensor(IList<long> rawArray, ScalarType? dtype = null, Device? device = null) =>
        FromElements<long>(AsSpan(rawArray), [rawArray.Count], dtype, device, false, null);

    /// <summary>The elements, copied, as a tensor of one dimension.</summary>
    public static Tensor as_tensor(long[] rawArray, ScalarType? dtype = null, Device? device = null) =>
        FromElements<long>(rawArray, [rawArray.Length], dtype, device, false, null);

    /// <summary>One number as a tensor without dimensions.</summary>
    public static Tensor tensor(long scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromElements<long>([scalar], [], dtype, device, requires_grad, null);

    /// <summary>The elements, copied, as a tensor.</summary>
    public static Tensor tensor(IList<long> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromElements<long>(AsSpan(rawArray), dimensions, dtype, device, requires_grad, names);

    /// <summary>The elements, copied, as a tensor.</summary>
    public static Tensor tensor(long[] dataArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromElements<long>(dataArray, [dataArray.Length], dtype, device, requires_grad, names);

    /// <summary>The elements, copied, as a tensor.</summary>
    public static Tensor tensor(long[] dataArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromElements<long>(dataArray, dimensions, dtype, device, requires_grad, names);

    /// <summary>The elements, copied, as a tensor.</summary>
    public static Tensor tensor(IList<long> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromElements<long>(AsSpan(rawArray), [rawArray.Count], dtype, device, requires_grad, names);

    /// <summary>The elements, copied, as a tensor.</summary>
    public static Tensor tensor(IList<long> rawArray, long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromElements<long>(AsSpan(rawArray), [rows, columns], dtype, device, requires_grad, names);

    /// <summary>The elements, copied, as a tensor.</summary>
    public static Tensor tensor(IList<long> rawArray, long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromElements<long>(AsSpan(rawArray), [dim0, dim1, dim2], dtype, device, requires_grad, names);

    /// <summary>The elements, copied, as a tensor.</summary>
    public static Tensor tensor(IList<long> rawArray, long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromElements<long>(AsSpan(rawArray), [dim0, dim1, dim2, dim3], dtype, device, requires_grad, names);

    /// <summary>The elements, copied, as a tensor.</summary>
    public static Tensor tensor(long[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromElements<long>(Flat<long>(rawArray), ShapeOf(rawArray), dtype, device, requires_grad, names);

    /// <summary>The elements, copied, as a tensor.</summary>
    public static Tensor tensor(long[,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromElements<long>(Flat<long>(rawArray), ShapeOf(rawArray), dtype, device, requires_grad, names);

    /// <summary>The elements, copied, as a tensor.</summary>
    public static Tensor tensor(long[,,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromElements<long>(Flat<long>(rawArray), ShapeOf(rawArray), dtype, device, requires_grad, names);

    /// <summary>The elements, copied, as a tensor.</summary>
    public static Tensor tensor(Memory<long> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromElements<long>(rawArray.Span, dimensions, dtype, device, requires_grad, names);
}
