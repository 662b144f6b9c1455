using System.Numerics;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>The elements, copied, as a tensor of one dimension.</summary>
    public static Tensor as_tensor(IList<Complex> rawArray, ScalarType? dtype = null, Device? device = null) =>
        FromElements<Complex>(AsSpan(rawArray), [rawArray.Count], dtype, device, false, null);

    /// <summary>The elements, copied, as a tensor of one dimension.</summary>
    public static Tensor as_tensor(Complex[] rawArray, ScalarType? dtype = null, Device? device = null) =>
        FromElements<Complex>(rawArray, [rawArray.Length], dtype, device, false, null);

    /// <summary>One number as a tensor without dimensions.</summary>
    public static Tensor tensor(Complex scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromElements<Complex>([scalar], [], dtype, device, requires_grad, null);

    /// <summary>The elements, copied, as a tensor.</summary>
    public static Tensor tensor(IList<Complex> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromElements<Complex>(AsSpan(rawArray), dimensions, dtype, device, requires_grad, names);

    /// <summary>The elements, copied, as a tensor.</summary>
    public static Tensor tensor(Complex[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromElements<Complex>(rawArray, [rawArray.Length], dtype, device, requires_grad, names);

    /// <summary>The elements, copied, as a tensor.</summary>
    public static Tensor tensor(Complex[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromElements<Complex>(rawArray, dimensions, dtype, device, requires_grad, names);

    /// <summary>The elements, copied, as a tensor.</summary>
    public static Tensor tensor(IList<Complex> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromElements<Complex>(AsSpan(rawArray), [rawArray.Count], dtype, device, requires_grad, names);

    /// <summary>The elements, copied, as a tensor.</summary>
    public static Tensor tensor(IList<Complex> rawArray, long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromElements<Complex>(AsSpan(rawArray), [rows, columns], dtype, device, requires_grad, names);

    /// <summary>The elements, copied, as a tensor.</summary>
    public static Tensor tensor(IList<Complex> rawArray, long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromElements<Complex>(AsSpan(rawArray), [dim0, dim1, dim2], dtype, device, requires_grad, names);

    /// <summary>The elements, copied, as a tensor.</summary>
    public static Tensor tensor(IList<Complex> rawArray, long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromElements<Complex>(AsSpan(rawArray), [dim0, dim1, dim2, dim3], dtype, device, requires_grad, names);

    /// <summary>The elements, copied, as a tensor.</summary>
    public static Tensor tensor(Complex[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromElements<Complex>(Flat<Complex>(rawArray), ShapeOf(rawArray), dtype, device, requires_grad, names);

    /// <summary>The elements, copied, as a tensor.</summary>
    public static Tensor tensor(Complex[,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromElements<Complex>(Flat<Complex>(rawArray), ShapeOf(rawArray), dtype, device, requires_grad, names);

    /// <summary>The elements, copied, as a tensor.</summary>
    public static Tensor tensor(Complex[,,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromElements<Complex>(Flat<Complex>(rawArray), ShapeOf(rawArray), dtype, device, requires_grad, names);

    /// <summary>The elements, copied, as a tensor.</summary>
    public static Tensor tensor(Memory<Complex> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromElements<Complex>(rawArray.Span, dimensions, dtype, device, requires_grad, names);
}
