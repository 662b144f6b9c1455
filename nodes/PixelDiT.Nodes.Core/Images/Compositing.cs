using PixelDiT.Nodes.Core.Images.Resampling;
using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Images;

/// <summary>Pictures put onto pictures, of images and latents alike.</summary>
internal static class Compositing
{
    /// <summary>Puts one batch of planes onto another.</summary>
    /// <param name="destination">[B, C, H, W]; not changed.</param>
    /// <param name="source">[B', C, h, w]; fitted to the batch of the destination. What reaches beyond the destination is not seen.</param>
    /// <param name="left">Where the source begins, in elements, 0 or more.</param>
    /// <param name="top">Likewise.</param>
    /// <param name="mask">How much of the source is seen, resized to it and fitted to its batch. Null: all of it.</param>
    /// <returns>A new tensor of the destination's shape in the caller's dispose scope.</returns>
    public static Tensor Paste(Tensor destination, Tensor source, long left, long top, Tensor? mask = null)
    {
        using var scope = NewDisposeScope();
        var result = destination.clone();
        var (width, height) = (Visible(source.shape[3], left, destination.shape[3]), Visible(source.shape[2], top, destination.shape[2]));
        if (width > 0 && height > 0)
        {
            var target = result.narrow(2, top, height).narrow(3, left, width); // [B, C, h, w]
            var seen = Batch.Fit(source, destination.shape[0]).narrow(2, 0, height).narrow(3, 0, width);
            if (mask is not null)
            {
                var share = Resize.Masks(mask, source.shape[3], source.shape[2]).narrow(2, 0, height).narrow(3, 0, width); // [B', 1, h, w]
                share = Batch.Fit(share, destination.shape[0]);
                seen = (share * seen) + ((1 - share) * target);
            }
            target.copy_(seen);
        }
        return result.MoveToOuterDisposeScope();
    }

    /// <summary>How much of a length that begins at an offset lies within another length; 0 or less when nothing does.</summary>
    public static long Visible(long length, long offset, long within) => Math.Min(length, within - offset);
}
