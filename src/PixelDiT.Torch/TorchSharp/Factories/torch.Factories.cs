using PixelDiT.Torch.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Like another tensor, uninitialised.</summary>
    public static Tensor empty_like(
        Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        MakeEmpty(input.shape, dtype ?? input.dtype, device ?? input.device, requires_grad, names);

    /// <summary>Like another tensor, all zero.</summary>
    public static Tensor zeros_like(
        Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        MakeZeros(input.shape, dtype ?? input.dtype, device ?? input.device, requires_grad, names);

    /// <summary>Like another tensor, all one.</summary>
    public static Tensor ones_like(
        Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        MakeOnes(input.shape, dtype ?? input.dtype, device ?? input.device, requires_grad, names);

    /// <summary>Like another tensor, all one value.</summary>
    public static Tensor full_like(
        Tensor input,
        Scalar value,
        ScalarType? dtype = null,
        Device? device = null,
        bool requires_grad = false,
        string[]? names = null) =>
        MakeFull(input.shape, value, dtype ?? input.dtype, device ?? input.device, requires_grad, names);

    /// <summary>Like another tensor, uniform random numbers in [0, 1) of the default generator.</summary>
    public static Tensor rand_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        MakeUniform(input.shape, null, dtype ?? input.dtype, device ?? input.device, requires_grad, null);

    /// <summary>Like another tensor, standard normal random numbers of the default generator.</summary>
    public static Tensor randn_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        MakeNormal(input.shape, null, dtype ?? input.dtype, device ?? input.device, requires_grad, null);

    /// <summary>Like another tensor, uniform random integers in [low, high).</summary>
    public static Tensor randint_like(
        Tensor input, long low, long high, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        MakeIntegers(low, high, input.shape, null, dtype ?? input.dtype, device ?? input.device, requires_grad, null);

    /// <summary>A random permutation of 0 … n-1.</summary>
    public static Tensor randperm(
        long n, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null)
    {
        var d = device ?? _defaultDevice;
        var status = NativeCreate.randperm(
            n, Tensor.HandleOf(generator), (int)(dtype ?? ScalarType.Int64), (int)d.type, d.index, out var r);
        return Finish(Tensor.Take(status, r, keep: generator), requires_grad, null);
    }

    /// <summary>Normal random numbers with this mean and standard deviation.</summary>
    public static Tensor normal(
        double mean,
        double std,
        ReadOnlySpan<long> size,
        ScalarType? dtype = null,
        Device? device = null,
        bool requires_grad = false,
        Generator? generator = null,
        string[]? names = null)
    {
        var d = device ?? _defaultDevice;
        var status = NativeCreate.normal(
            mean, std, size, size.Length, Tensor.HandleOf(generator), (int)(dtype ?? _defaultDtype), (int)d.type, d.index, out var r);
        return Finish(Tensor.Take(status, r, keep: generator), requires_grad, names);
    }

    /// <summary>start, start + step, … below stop. Int64 when all three are integers, else the default type.</summary>
    public static Tensor arange(
        Scalar start, Scalar stop, Scalar step, ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
    {
        var d = device ?? _defaultDevice;
        var integral = is_integral(start.Type) && is_integral(stop.Type) && is_integral(step.Type);
        var type = dtype ?? (integral ? ScalarType.Int64 : _defaultDtype);
        var status = NativeCreate.arange(
            NativeScalar.Of(start), NativeScalar.Of(stop), NativeScalar.Of(step), (int)type, (int)d.type, d.index, out var r);
        return Finish(Tensor.Take(status, r), requires_grad, null);
    }

    /// <summary>start, start + 1, … below stop.</summary>
    public static Tensor arange(
        Scalar start, Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(start, stop, 1, dtype, device, requires_grad);

    /// <summary>0, 1, … below stop.</summary>
    public static Tensor arange(Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(0, stop, 1, dtype, device, requires_grad);

    /// <summary>steps numbers from start to end, both included.</summary>
    public static Tensor linspace(
        double start, double end, long steps, ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
    {
        var d = device ?? _defaultDevice;
        var status = NativeCreate.linspace(start, end, steps, (int)(dtype ?? _defaultDtype), (int)d.type, d.index, out var r);
        return Finish(Tensor.Take(status, r), requires_grad, null);
    }

    /// <summary>steps powers of base, from base^start to base^end.</summary>
    public static Tensor logspace(
        double start,
        double end,
        long steps,
        double @base = 10,
        ScalarType? dtype = null,
        Device? device = null,
        bool requires_grad = false)
    {
        var d = device ?? _defaultDevice;
        var status = NativeCreate.logspace(start, end, steps, @base, (int)(dtype ?? _defaultDtype), (int)d.type, d.index, out var r);
        return Finish(Tensor.Take(status, r), requires_grad, null);
    }

    /// <summary>Ones on the diagonal, zeros elsewhere; columns -1: square.</summary>
    public static Tensor eye(
        long rows,
        long columns = -1,
        ScalarType? dtype = null,
        Device? device = null,
        bool requires_grad = false,
        string[]? names = null)
    {
        var d = device ?? _defaultDevice;
        var status = NativeCreate.eye(
            rows, columns == -1 ? rows : columns, (int)(dtype ?? _defaultDtype), (int)d.type, d.index, out var r);
        return Finish(Tensor.Take(status, r), requires_grad, names);
    }

    /// <summary>Uninitialised memory under this shape and these strides.</summary>
    public static Tensor empty_strided(
        long[] size,
        long[] strides,
        ScalarType? dtype = null,
        Device? device = null,
        bool requires_grad = false,
        string[]? names = null)
    {
        var d = device ?? _defaultDevice;
        var status = NativeCreate.empty_strided(
            size, size.Length, strides, strides.Length, (int)(dtype ?? _defaultDtype), (int)d.type, d.index, out var r);
        return Finish(Tensor.Take(status, r), requires_grad, names);
    }

    /// <summary>Row and column indices of a lower triangle, [2, N].</summary>
    public static Tensor tril_indices(
        long row, long col, long offset = 0, ScalarType dtype = ScalarType.Int64, Device? device = null)
    {
        var d = device ?? _defaultDevice;
        return Tensor.Take(NativeCreate.tril_indices(row, col, offset, (int)dtype, (int)d.type, d.index, out var r), r);
    }

    /// <summary>Row and column indices of an upper triangle, [2, N].</summary>
    public static Tensor triu_indices(
        long row, long col, long offset = 0, ScalarType dtype = ScalarType.Int64, Device? device = null)
    {
        var d = device ?? _defaultDevice;
        return Tensor.Take(NativeCreate.triu_indices(row, col, offset, (int)dtype, (int)d.type, d.index, out var r), r);
    }

    /// <summary>A Hann window.</summary>
    public static Tensor hann_window(
        long len, bool periodic = true, ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
    {
        var d = device ?? _defaultDevice;
        var status = NativeCreate.hann_window(len, periodic, (int)(dtype ?? _defaultDtype), (int)d.type, d.index, out var r);
        return Finish(Tensor.Take(status, r), requires_grad, null);
    }

    /// <summary>Complex numbers from real and imaginary parts.</summary>
    public static Tensor complex(Tensor real, Tensor imag) =>
        Tensor.Take(NativeCreate.complex(real.Handle, imag.Handle, out var r), r, real, imag);

    /// <summary>Complex numbers from magnitudes and arguments.</summary>
    public static Tensor polar(Tensor abs, Tensor angle) =>
        Tensor.Take(NativeCreate.polar(abs.Handle, angle.Handle, out var r), r, abs, angle);

    private static Tensor MakeEmpty(ReadOnlySpan<long> size, ScalarType? dtype, Device? device, bool requires_grad, string[]? names)
    {
        var d = device ?? _defaultDevice;
        var status = NativeCreate.empty(size, size.Length, (int)(dtype ?? _defaultDtype), (int)d.type, d.index, out var r);
        return Finish(Tensor.Take(status, r, null, null, null, "empty"), requires_grad, names);
    }

    private static Tensor MakeZeros(ReadOnlySpan<long> size, ScalarType? dtype, Device? device, bool requires_grad, string[]? names)
    {
        var d = device ?? _defaultDevice;
        var status = NativeCreate.zeros(size, size.Length, (int)(dtype ?? _defaultDtype), (int)d.type, d.index, out var r);
        return Finish(Tensor.Take(status, r, null, null, null, "zeros"), requires_grad, names);
    }

    private static Tensor MakeOnes(ReadOnlySpan<long> size, ScalarType? dtype, Device? device, bool requires_grad, string[]? names)
    {
        var d = device ?? _defaultDevice;
        var status = NativeCreate.ones(size, size.Length, (int)(dtype ?? _defaultDtype), (int)d.type, d.index, out var r);
        return Finish(Tensor.Take(status, r, null, null, null, "ones"), requires_grad, names);
    }

    // Without a type: the value's own, integers as Int64, real numbers as the default type.
    private static Tensor MakeFull(
        ReadOnlySpan<long> size, Scalar value, ScalarType? dtype, Device? device, bool requires_grad, string[]? names)
    {
        var d = device ?? _defaultDevice;
        var type = dtype ?? (value.Type == ScalarType.Float64 ? _defaultDtype : value.Type);
        var status = NativeCreate.full(size, size.Length, NativeScalar.Of(value), (int)type, (int)d.type, d.index, out var r);
        return Finish(Tensor.Take(status, r, null, null, null, "full"), requires_grad, names);
    }

    private static Tensor MakeNormal(
        ReadOnlySpan<long> size, Generator? generator, ScalarType? dtype, Device? device, bool requires_grad, string[]? names)
    {
        RequireFloating(dtype, "torch.randn()");
        var d = device ?? _defaultDevice;
        var status = NativeCreate.randn(
            size, size.Length, Tensor.HandleOf(generator), (int)(dtype ?? _defaultDtype), (int)d.type, d.index, out var r);
        return Finish(Tensor.Take(status, r, null, null, null, "randn", generator), requires_grad, names);
    }

    private static Tensor MakeUniform(
        ReadOnlySpan<long> size, Generator? generator, ScalarType? dtype, Device? device, bool requires_grad, string[]? names)
    {
        RequireFloating(dtype, "torch.rand()");
        var d = device ?? _defaultDevice;
        var status = NativeCreate.rand(
            size, size.Length, Tensor.HandleOf(generator), (int)(dtype ?? _defaultDtype), (int)d.type, d.index, out var r);
        return Finish(Tensor.Take(status, r, null, null, null, "rand", generator), requires_grad, names);
    }

    private static Tensor MakeIntegers(
        long low,
        long high,
        ReadOnlySpan<long> size,
        Generator? generator,
        ScalarType? dtype,
        Device? device,
        bool requires_grad,
        string[]? names)
    {
        var d = device ?? _defaultDevice;
        var status = NativeCreate.randint(
            low, high, size, size.Length, Tensor.HandleOf(generator), (int)(dtype ?? ScalarType.Int64), (int)d.type, d.index, out var r);
        return Finish(Tensor.Take(status, r, null, null, null, "randint", generator), requires_grad, names);
    }

    private static void RequireFloating(ScalarType? dtype, string what)
    {
        if (dtype.HasValue && is_integral(dtype.Value))
        {
            throw new ArgumentException(
                $"{what} was passed a bad dtype: {dtype}. It must be floating point or complex.", nameof(dtype));
        }
    }

    private static Tensor Finish(Tensor tensor, bool requires_grad, string[]? names)
    {
        if (requires_grad)
        {
            tensor.requires_grad = true;
        }

        return names is { Length: > 0 } ? tensor.rename_(names) : tensor;
    }
}
