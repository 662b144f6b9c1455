namespace PixelDiT.Imaging.Tests;

/// <summary>One page of 8-bit interleaved samples.</summary>
internal sealed record TiffPage(int Width, int Height, int Channels, int Photometric, byte[] Samples);

/// <summary>Uncompressed little-endian TIFF files.</summary>
internal static class TiffMaker
{
    public const int Grey = 1, Rgb = 2, Cmyk = 5;

    // II 42 | offset of first directory; directory: u16 count, entries (tag, type, count, value or offset), u32 next
    public static byte[] Make(params TiffPage[] pages)
    {
        var file = new List<byte> { (byte)'I', (byte)'I', 42, 0 };
        var link = file.Count;
        file.AddRange(new byte[4]);
        foreach (var page in pages)
        {
            var pixels = file.Count;
            file.AddRange(page.Samples);
            Align(file);
            var bits = file.Count;
            file.AddRange(Enumerable.Repeat(new byte[] { 8, 0 }, page.Channels).SelectMany(b => b));
            Align(file);
            Put(file, link, file.Count);
            (int Tag, int Type, int Count, int Value)[] entries =
            [
                (256, 4, 1, page.Width), (257, 4, 1, page.Height),
                (258, 3, page.Channels, page.Channels <= 2 ? 0x00080008 >> (page.Channels == 1 ? 16 : 0) : bits),
                (259, 3, 1, 1), (262, 3, 1, page.Photometric), (273, 4, 1, pixels), (277, 3, 1, page.Channels),
                (278, 4, 1, page.Height), (279, 4, 1, page.Samples.Length), (284, 3, 1, 1),
            ];
            file.AddRange(BitConverter.GetBytes((ushort)entries.Length));
            foreach (var (tag, type, count, value) in entries)
            {
                file.AddRange([.. BitConverter.GetBytes((ushort)tag), .. BitConverter.GetBytes((ushort)type)]);
                file.AddRange([.. BitConverter.GetBytes(count), .. BitConverter.GetBytes(value)]);
            }

            link = file.Count;
            file.AddRange(new byte[4]);
        }

        return [.. file];
    }

    private static void Align(List<byte> file)
    {
        if (file.Count % 2 != 0)
        {
            file.Add(0);
        }
    }

    private static void Put(List<byte> file, int at, int value)
    {
        var bytes = BitConverter.GetBytes(value);
        for (var i = 0; i < 4; i++)
        {
            file[at + i] = bytes[i];
        }
    }
}
