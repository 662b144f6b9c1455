namespace TorchSharp;

public static partial class torch
{
    /// <summary>The elements, copied, as a tensor of one dimension.</summary>
    public static Tensor as_tensor(IList<BFloat16> rawArray, ScalarType? dtype = null, Device? device = null) =>
        FromElements<BFloat16>(AsSpan(rawArray), [rawArray.Count], dtype, device, false, null);

    /// <summary>The elements, copied, as a tensor of one dimension.</summary>
    public static Tensor as_tensor(BFloat16[] rawArray, ScalarType? dtype = null, Device? device = null) =>
        FromElements<BFloat16>(rawArray, [rawArray.Length], dtype, device, false, null);

    /// <summary>One number as a tensor without dimensions.</summary>
    public static Tensor tensor(BFloat16 scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromElements<BFloat16>([scalar], [], dtype, device, requires_grad, null);

    /// <summary>The elements, copied, as a tensor.</summary>
    public static Tensor tensor(IList<BFloat16> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromElements<BFloat16>(AsSpan(rawArray), dimensions, dtype, device, requires_grad, names);

    /// <summary>The elements, copied, as a tensor.</summary>
    public static Tensor tensor(BFloat16[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromElements<BFloat16>(rawArray, [rawArray.Length], dtype, device, requires_grad, names);

    /// <summary>The elements, copied, as a tensor.</summary>
    public static Tensor tensor(BFloat16[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromElements<BFloat16>(rawArray, dimensions, dtype, device, requires_grad, names);

    /// <summary>The elements, copied, as a tensor.</summary>
    public static Tensor tensor(IList<BFloat16> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromElements<BFloat16>(AsSpan(rawArray), [rawArray.Count], dtype, device, requires_grad, names);

    /// <summary>The elements, copied, as a tensor.</summary>
    public static Tensor tensor(IList<BFloat16> rawArray, long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromElements<BFloat16>(AsSpan(rawArray), [rows, columns], dtype, device, requires_grad, names);

    /// <summary>The elements, copied, as a tensor.</summary>
    public static Tensor tensor(IList<BFloat16> rawArray, long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromElements<BFloat16>(AsSpan(rawArray), [dim0, dim1, dim2], dtype, device, requires_grad, names);

    /// <summary>The elements, copied, as a tensor.</summary>
    public static Tensor tensor(IList<BFloat16> rawArray, long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromElements<BFloat16>(AsSpan(rawArray), [dim0, dim1, dim2, dim3], dtype, device, requires_grad, names);

    /// <summary>The elements, copied, as a tensor.</summary>
    public static Tensor tensor(BFloat16[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromElements<BFloat16>(Flat<BFloat16>(rawArray), ShapeOf(rawArray), dtype, device, requires_grad, names);

    /// <summary>The elements, copied, as a tensor.</summary>
    public static Tensor tensor(BFloat16[,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromElements<BFloat16>(Flat<BFloat16>(rawArray), ShapeOf(rawArray), dtype, device, requires_grad, names);

    /// <summary>The elements, copied, as a tensor.</summary>
    public static Tensor tensor(BFloat16[,,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromElements<BFloat16>(Flat<BFloat16>(rawArray), ShapeOf(rawArray), dtype, device, requires_grad, names);

    /// <summary>The elements, copied, as a tensor.</summary>
    public static Tensor tensor(Memory<BFloat16> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromElements<BFloat16>(rawArray.Span, dimensions, dtype, device, requires_grad, names);
}
