namespace TorchSharp;

public static partial class torch
{
    /// <summary>Uniform random integers in [low, high) of this shape.</summary>
    public static Tensor randint(long low, long high, Size size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        MakeIntegers(low, high, size.Shape, generator, dtype, device, requires_grad, names);

    /// <summary>Uniform random integers in [low, high) of this shape.</summary>
    public static Tensor randint(long high, Size size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        MakeIntegers(0, high, size.Shape, generator, dtype, device, requires_grad, names);

    /// <summary>Uniform random integers in [low, high) of this shape.</summary>
    public static Tensor randint(long high, long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        MakeIntegers(0, high, size, generator, dtype, device, requires_grad, names);

    /// <summary>Uniform random integers in [low, high) of this shape.</summary>
    public static Tensor randint(long low, long high, long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        MakeIntegers(low, high, size, generator, dtype, device, requires_grad, names);

    /// <summary>Uniform random integers in [low, high) of this shape.</summary>
    public static Tensor randint(int low, int high, int[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        MakeIntegers(low, high, Array.ConvertAll(size, s => (long)s), generator, dtype, device, requires_grad, names);

    /// <summary>Uniform random integers in [low, high) of this shape.</summary>
    public static Tensor randint(int high, int[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        MakeIntegers(0, high, Array.ConvertAll(size, s => (long)s), generator, dtype, device, requires_grad, names);
}
