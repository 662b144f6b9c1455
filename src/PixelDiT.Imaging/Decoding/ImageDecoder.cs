using PixelDiT.Imaging.Native;

namespace PixelDiT.Imaging;

/// <summary>Decodes image files to sRGB pixels, upright (EXIF orientation applied), alpha kept apart from colour.</summary>
/// <remarks>
/// ICC profiles other than sRGB are converted; grey, palette and CMYK become RGB; sources finer than 8 bits keep 16.
/// Animations and multi-page files give all frames whose size equals that of the first.
/// </remarks>
public static class ImageDecoder
{
    /// <summary>Decodes an image in memory.</summary>
    /// <param name="data">The whole file.</param>
    /// <param name="limits">Checked against the header before pixels are allocated; null for the defaults.</param>
    /// <param name="firstFrameOnly">Whether further frames are left alone.</param>
    /// <param name="subject">What error messages call the image.</param>
    /// <returns>The pixels.</returns>
    /// <exception cref="ImageException">Unknown format, damaged or truncated data, or a limit exceeded.</exception>
    public static unsafe DecodedImage Decode(
        ReadOnlySpan<byte> data, ImageLimits? limits = null, bool firstFrameOnly = false, string subject = "image data")
    {
        limits ??= ImageLimits.Default;
        if (!firstFrameOnly && Apng.IsAnimated(data, out _))
        {
            return Apng.Decode(data, limits, subject);
        }

        fixed (byte* bytes = data)
        {
            using var image = new NativeImage(bytes, data.Length, subject);
            var info = image.Info;
            var wanted = firstFrameOnly ? 1 : info.Frames;
            var pixels = Allocate(info, wanted, limits, subject);
            var written = image.Decode(wanted, pixels);
            return new DecodedImage(info, written, pixels);
        }
    }

    /// <summary>Decodes a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="limits">Checked before the file is read and before pixels are allocated; null for the defaults.</param>
    /// <param name="firstFrameOnly">Whether further frames are left alone.</param>
    /// <returns>The pixels.</returns>
    /// <exception cref="ImageException">Unknown format, damaged or truncated data, or a limit exceeded.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static DecodedImage Decode(string path, ImageLimits? limits = null, bool firstFrameOnly = false) =>
        Decode(ImageFile.Read(path, limits ?? ImageLimits.Default), limits, firstFrameOnly, path);

    /// <summary>Checks the limits, then makes room for <paramref name="frames"/> frames.</summary>
    internal static byte[] Allocate(ImageInfo info, int frames, ImageLimits limits, string subject)
    {
        if (frames > limits.MaxFrames)
        {
            ImageException.Throw(ImageFailure.TooLarge, subject, $"it has {frames} frames", $"at most {limits.MaxFrames}");
        }

        var pixels = (Int128)info.Width * info.Height * frames;
        var bytes = pixels * DecodedImage.BytesPerPixel(info);
        if (pixels > limits.MaxPixels || bytes > Array.MaxLength)
        {
            ImageException.Throw(
                ImageFailure.TooLarge, subject, $"it has {info.Width} x {info.Height} pixels in {frames} frame(s)",
                $"at most {limits.MaxPixels} pixels, and {Array.MaxLength} bytes once decoded");
        }

        return GC.AllocateUninitializedArray<byte>((int)bytes);
    }
}
