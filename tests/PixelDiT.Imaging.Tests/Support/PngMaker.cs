using System.IO.Compression;

namespace PixelDiT.Imaging.Tests;

/// <summary>PNG files of kinds that the encoder does not write.</summary>
internal static class PngMaker
{
    public const int Grey = 0, Rgb = 2, Palette = 3, GreyAlpha = 4, Rgba = 6;

    /// <summary>Rows are the packed samples of each row, big-endian where 16-bit; extra chunks go between IHDR and IDAT.</summary>
    public static byte[] Make(int width, int height, int bitDepth, int colourType, byte[] rows, params Chunk[] extra)
    {
        byte[] header = [.. Chunk.BigEndian((uint)width), .. Chunk.BigEndian((uint)height), (byte)bitDepth, (byte)colourType, 0, 0, 0];
        return Chunk.File([Chunk.Make("IHDR", header), .. extra, Chunk.Make("IDAT", Pixels(height, rows)), Chunk.Make("IEND", [])]);
    }

    public static byte[] Rgb16(int width, int height, params ushort[] samples) =>
        Make(width, height, 16, Rgb, BigEndian(samples));

    public static byte[] BigEndian(ushort[] samples) => samples.SelectMany(s => new[] { (byte)(s >> 8), (byte)s }).ToArray();

    public static byte[] Zlib(byte[] data)
    {
        using var memory = new MemoryStream();
        using (var zlib = new ZLibStream(memory, CompressionLevel.Fastest))
        {
            zlib.Write(data);
        }

        return memory.ToArray();
    }

    private static byte[] Pixels(int height, byte[] rows)
    {
        var stride = rows.Length / height;
        return Zlib(Enumerable.Range(0, height).SelectMany(y => rows.Skip(y * stride).Take(stride).Prepend((byte)0)).ToArray());
    }
}
