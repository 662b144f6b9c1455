using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace PixelDiT.Sampling;

/// <summary>A mask made ready for an edit.</summary>
internal static class EditMask
{
    /// <summary>
    /// Values cut to 0 … 1, with an edge that rises over <paramref name="pixels"/> pixels on the inner side: the mean of the mask and of what is left of it when
    /// 1, 2 … pixels are taken from its rim. Nothing is added outside; the picture's own border is no rim.
    /// </summary>
    /// <param name="mask">[1 or B, H, W].</param>
    /// <param name="pixels">Width of the edge, 0 or more.</param>
    /// <returns>[1 or B, 1, H, W], float32, in the caller's dispose scope.</returns>
    public static Tensor Feather(Tensor mask, int pixels)
    {
        using var scope = NewDisposeScope();
        var smaller = mask.to(ScalarType.Float32).clamp(0, 1).unsqueeze(1); // [B, 1, H, W]
        var sum = smaller.clone();
        for (var i = 0; i < pixels; i++)
        {
            using var inner = smaller;
            using var outer = inner.neg();
            using var grown = functional.max_pool2d(outer, [3, 3], strides: [1, 1], padding: [1, 1]);
            smaller = grown.neg();
            sum.add_(smaller);
        }
        return (sum / (pixels + 1)).MoveToOuterDisposeScope();
    }
}
