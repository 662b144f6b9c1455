using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Images;

/// <summary>Batches of different lengths; the batch is the first dimension of images, masks and latents alike.</summary>
internal static class Batch
{
    /// <summary>The first <paramref name="size"/> entries; too few start again from the first. May share memory. In the caller's dispose scope.</summary>
    /// <exception cref="PictureException">The batch is empty.</exception>
    public static Tensor Fit(Tensor batch, long size)
    {
        var (own, rest) = (batch.shape[0], batch.shape[1..]);
        if (own == 0)
        {
            throw new PictureException($"The batch is empty; {size} entries are needed.");
        }
        return own == 1 ? batch.expand([size, .. rest])
            : own >= size ? batch.narrow(0, 0, size)
            : batch.repeat([(size + own - 1) / own, .. rest.Select(_ => 1L)]).narrow(0, 0, size);
    }

    /// <summary>Where a part of a batch lies: a negative index counts from the end, and what lies outside is moved or cut to what there is.</summary>
    /// <exception cref="PictureException">The batch is empty.</exception>
    public static (long Start, long Length) Part(Tensor batch, long index, long length)
    {
        var size = batch.shape[0];
        if (size == 0)
        {
            throw new PictureException("The batch is empty; there is nothing to take from it.");
        }
        var start = Math.Clamp(index < 0 ? index + size : index, 0, size - 1);
        return (start, Math.Min(length, size - start));
    }

    /// <summary>Refuses two batches that are combined entry by entry, unless they are equally long or one has a single entry for all of the other.</summary>
    /// <exception cref="PictureException">They are not.</exception>
    public static void RequireEqualOrOne(Tensor first, Tensor second)
    {
        var (a, b) = (first.shape[0], second.shape[0]);
        if (a != b && a != 1 && b != 1)
        {
            throw new PictureException($"A batch of {a} and a batch of {b} cannot be combined: they must be equally long, or one of them a single one.");
        }
    }
}
