using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling;

/// <summary>Pictures of any size in a size that can be cut into patches.</summary>
internal static class ReflectionPad
{
    /// <summary>
    /// Continues [B, C, H, W] to the right and downwards by its mirror image until both sides are multiples of <paramref name="side"/>. A picture that is smaller
    /// than what is missing is mirrored again and again.
    /// </summary>
    /// <returns>[B, C, H', W'] in the caller's dispose scope.</returns>
    public static Tensor ToMultiple(Tensor picture, int side)
    {
        using var scope = NewDisposeScope();
        var padded = Extend(Extend(picture, 2, side), 3, side);
        return (ReferenceEquals(padded, picture) ? picture.alias() : padded).MoveToOuterDisposeScope();
    }

    private static Tensor Extend(Tensor picture, int dimension, int side)
    {
        var size = picture.shape[dimension];
        var wanted = (size + side - 1) / side * side;
        return wanted == size ? picture : picture.index_select(dimension, tensor(Indices(size, wanted)).to(picture.device));
    }

    // 0 1 2 3 2 1 0 1 …: the border itself is not repeated.
    private static long[] Indices(long size, long wanted)
    {
        var period = Math.Max(2 * (size - 1), 1);
        return [.. Enumerable.Range(0, (int)wanted).Select(i => i % period is var at && at < size ? at : period - at)];
    }
}
