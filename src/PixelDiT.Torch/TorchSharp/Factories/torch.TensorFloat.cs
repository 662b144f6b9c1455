namespace TorchSharp;

public static partial class torch
{
    /// <summary>The elements, copied, as a tensor of one dimension.</summary>
    public static Tensor as_tensor(IList<float> rawArray, ScalarType? dtype = null, Device? device = null) =>
        FromElements<float>(AsSpan(rawArray), [rawArray.Count], dtype, device, false, null);

    /// <summary>The elements, copied, as a tensor of one dimension.</summary>
    public static Tensor as_tensor(float[] rawArray, ScalarType? dtype = null, Device? device = null) =>
        FromElements<float>(rawArray, [rawArray.Length], dtype, device, false, null);

    /// <summary>One number as a tensor without dimensions.</summary>
    public static Tensor tensor(float scalar, Device? device = null, bool requires_grad = false) =>
        FromElements<float>([scalar], [], null, device, requires_grad, null);

    /// <summary>One complex number as a tensor without dimensions.</summary>
    public static Tensor tensor(float real, float imaginary, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromElements<(float, float)>([(real, imaginary)], [], dtype, device, requires_grad, null);

    /// <summary>The elements, copied, as a tensor.</summary>
    public static Tensor tensor(IList<float> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromElements<float>(AsSpan(rawArray), dimensions, dtype, device, requires_grad, names);

    /// <summary>The elements, copied, as a tensor.</summary>
    public static Tensor tensor(float[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromElements<float>(rawArray, [rawArray.Length], dtype, device, requires_grad, names);

    /// <summary>The elements, copied, as a tensor.</summary>
    public static Tensor tensor(float[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromElements<float>(rawArray, dimensions, dtype, device, requires_grad, names);

    /// <summary>The elements, copied, as a tensor.</summary>
    public static Tensor tensor(IList<float> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromElements<float>(AsSpan(rawArray), [rawArray.Count], dtype, device, requires_grad, names);

    /// <summary>The elements, copied, as a tensor.</summary>
    public static Tensor tensor(IList<float> rawArray, long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromElements<float>(AsSpan(rawArray), [rows, columns], dtype, device, requires_grad, names);

    /// <summary>The elements, copied, as a tensor.</summary>
    public static Tensor tensor(IList<float> rawArray, long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromElements<float>(AsSpan(rawArray), [dim0, dim1, dim2], dtype, device, requires_grad, names);

    /// <summary>The elements, copied, as a tensor.</summary>
    public static Tensor tensor(IList<float> rawArray, long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromElements<float>(AsSpan(rawArray), [dim0, dim1, dim2, dim3], dtype, device, requires_grad, names);

    /// <summary>The elements, copied, as a tensor.</summary>
    public static Tensor tensor(float[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromElements<float>(Flat<float>(rawArray), ShapeOf(rawArray), dtype, device, requires_grad, names);

    /// <summary>The elements, copied, as a tensor.</summary>
    public static Tensor tensor(float[,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromElements<float>(Flat<float>(rawArray), ShapeOf(rawArray), dtype, device, requires_grad, names);

    /// <summary>The elements, copied, as a tensor.</summary>
    public static Tensor tensor(float[,,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromElements<float>(Flat<float>(rawArray), ShapeOf(rawArray), dtype, device, requires_grad, names);

    /// <summary>The elements, copied, as a tensor.</summary>
    public static Tensor tensor(Memory<float> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromElements<float>(rawArray.Span, dimensions, dtype, device, requires_grad, names);
}
