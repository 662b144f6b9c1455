using PixelDiT.Imaging.Native;

namespace PixelDiT.Imaging;

/// <summary>Bilinear scaling of 8-bit pixels.</summary>
public static class ImageResizer
{
    /// <summary>The largest size of the same shape within a square box, as ComfyUI sizes its previews: one side equals the box.</summary>
    /// <param name="width">Width in pixels, at least 1.</param>
    /// <param name="height">Height in pixels, at least 1.</param>
    /// <param name="box">Side of the box in pixels, at least 1. Smaller images grow to it.</param>
    /// <returns>The size, at least 1 × 1; the shorter side is rounded to the nearest, halves to even.</returns>
    public static (int Width, int Height) Fit(int width, int height, int box)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(box, 1);
        return width >= height
            ? (box, Math.Max(1, (int)Math.Round((double)height / width * box, MidpointRounding.ToEven)))
            : (Math.Max(1, (int)Math.Round((double)width / height * box, MidpointRounding.ToEven)), box);
    }

    /// <summary>
    /// Scales pixels: linear interpolation when growing, a triangle filter over the covered source pixels when shrinking.
    /// An alpha channel weighs the colours.
    /// </summary>
    /// <param name="pixels">Exactly width × height × channels bytes, interleaved.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="channels">1 (grey), 2 (grey, alpha), 3 (RGB) or 4 (RGBA).</param>
    /// <param name="targetWidth">Wanted width in pixels, at least 1.</param>
    /// <param name="targetHeight">Wanted height in pixels, at least 1.</param>
    /// <returns>[targetHeight, targetWidth, channels].</returns>
    /// <exception cref="ImageException">Memory ran out.</exception>
    public static unsafe byte[] Resize(ReadOnlySpan<byte> pixels, int width, int height, int channels, int targetWidth, int targetHeight)
    {
        ImageEncoder.RequirePixels(pixels.Length, width, height, channels);
        ArgumentOutOfRangeException.ThrowIfLessThan(targetWidth, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(targetHeight, 1);
        if (targetWidth == width && targetHeight == height)
        {
            return pixels.ToArray();
        }

        var result = GC.AllocateUninitializedArray<byte>(checked(targetWidth * targetHeight * channels));
        fixed (byte* source = pixels)
        fixed (byte* target = result)
        {
            NativeErrors.Check(
                VipsNative.Resize(source, width, height, channels, target, targetWidth, targetHeight), "scaling", ImageFailure.NotEncodable);
        }

        return result;
    }
}
