using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Masks;

/// <summary>White areas made larger.</summary>
internal static class Morphology
{
    /// <summary>The largest value within some steps of each element; what lies outside the mask does not count.</summary>
    /// <param name="masks">[B, H, W]; not changed.</param>
    /// <param name="steps">How many elements a step at a time, 0 or more.</param>
    /// <param name="diagonal">Whether a step may be diagonal: areas then grow by squares, else by diamonds.</param>
    /// <param name="cancellation">Looked at before each step.</param>
    /// <returns>A new tensor in the caller's dispose scope.</returns>
    public static Tensor Dilate(Tensor masks, long steps, bool diagonal, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        var result = masks.clone();
        // After as many steps everything has reached everywhere.
        for (var left = Math.Min(steps, masks.shape[1] + masks.shape[2]); left > 0; left--)
        {
            cancellation.ThrowIfCancellationRequested();
            using var step = NewDisposeScope();
            var across = Neighbours(result, 2);
            result.copy_(diagonal ? Neighbours(across, 1) : across.maximum(Neighbours(result, 1)));
        }
        return result.MoveToOuterDisposeScope();
    }

    // The largest of an element and the two beside it.
    private static Tensor Neighbours(Tensor masks, int dim)
    {
        var last = masks.shape[dim] - 1;
        var before = cat([masks.narrow(dim, 0, 1), masks.narrow(dim, 0, last)], dim);
        var after = cat([masks.narrow(dim, 1, last), masks.narrow(dim, last, 1)], dim);
        return masks.maximum(before).maximum(after);
    }
}
