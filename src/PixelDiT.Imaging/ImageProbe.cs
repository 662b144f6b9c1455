using PixelDiT.Imaging.Native;

namespace PixelDiT.Imaging;

/// <summary>Reads an image's header without decoding pixels.</summary>
public static class ImageProbe
{
    /// <summary>Format, size and frame count of an image in memory.</summary>
    /// <param name="data">The whole file.</param>
    /// <param name="subject">What error messages call the image.</param>
    /// <returns>What the header says.</returns>
    /// <exception cref="ImageException">The format is unknown, or the header damaged.</exception>
    public static unsafe ImageInfo Probe(ReadOnlySpan<byte> data, string subject = "image data")
    {
        fixed (byte* bytes = data)
        {
            using var image = new NativeImage(bytes, data.Length, subject);
            return Apng.IsAnimated(data, out var frames) ? image.Info with { Frames = frames } : image.Info;
        }
    }

    /// <summary>Format, size and frame count of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="limits">Only <see cref="ImageLimits.MaxFileBytes"/> is looked at; null for the defaults.</param>
    /// <returns>What the header says.</returns>
    /// <exception cref="ImageException">The file is too long, its format unknown, or its header damaged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ImageInfo Probe(string path, ImageLimits? limits = null) =>
        Probe(ImageFile.Read(path, limits ?? ImageLimits.Default), path);
}
