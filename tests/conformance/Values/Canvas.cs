using static TorchSharp.torch;

namespace PixelDiT.Conformance.Values;

/// <summary>The images that nodes without a size input make: [1, 512, 512, 3] of one value, float32, owned by the caller.</summary>
internal static class Canvas
{
    public static Tensor Of(double value) => Filled(value).DetachFromDisposeScope();

    /// <summary>The product of two values; each is rounded to float32 first, as the reference does it.</summary>
    public static Tensor Of(double value, double other)
    {
        using var scope = NewDisposeScope();
        return (Filled(value) * other).DetachFromDisposeScope();
    }

    private static Tensor Filled(double value) => full([1, 512, 512, 3], value, ScalarType.Float32);
}
