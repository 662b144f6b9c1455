using System.Numerics;
using static TorchSharp.torch;

namespace PixelDiT.Conformance.Values;

/// <summary>The product of two values that are images or numbers.</summary>
internal static class Product
{
    /// <summary>
    /// A 512×512 image of the product of two floats; the scaled image, or the product of two images (owned by the caller); the plain product of other numbers.
    /// </summary>
    /// <exception cref="NotANumberException">One of them is neither image nor number.</exception>
    public static object Of(object? a, object? b) => (a, b) switch
    {
        (double x, double y) => Canvas.Of(x, y),
        (Tensor x, Tensor y) => Owned(x, y),
        (Tensor image, _) => Scaled(image, b),
        (_, Tensor image) => Scaled(image, a),
        _ => Plain(a, b),
    };

    private static Tensor Owned(Tensor x, Tensor y)
    {
        using var scope = NewDisposeScope();
        return (x * y).DetachFromDisposeScope();
    }

    private static Tensor Scaled(Tensor image, object? factor)
    {
        using var scope = NewDisposeScope();
        return (image * (double)Number.Pair(factor, 1.0).A).DetachFromDisposeScope();
    }

    private static object Plain(object? a, object? b) => Number.Pair(a, b) switch
    {
        (BigInteger x, BigInteger y) => Number.Plain(x * y),
        var (x, y) => (double)x * (double)y,
    };
}
