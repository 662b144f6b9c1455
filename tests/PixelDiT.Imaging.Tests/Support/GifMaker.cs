namespace PixelDiT.Imaging.Tests;

/// <summary>One frame: palette indices and its place on the canvas.</summary>
internal sealed record GifFrame(int X, int Y, int Width, int Height, byte[] Indices, int Transparent = -1, int Disposal = 1);

/// <summary>Animated GIF files with a palette of four colours.</summary>
internal static class GifMaker
{
    public static byte[] Make(int width, int height, byte[] palette, params GifFrame[] frames)
    {
        List<byte> file = [.. "GIF89a"u8, .. U16(width), .. U16(height), 0x81, 0, 0, .. palette];
        file.AddRange([0x21, 0xFF, 11, .. "NETSCAPE2.0"u8, 3, 1, 0, 0, 0]);
        foreach (var frame in frames)
        {
            var transparent = frame.Transparent >= 0;
            file.AddRange([0x21, 0xF9, 4, (byte)((frame.Disposal << 2) | (transparent ? 1 : 0)), 10, 0, (byte)Math.Max(frame.Transparent, 0), 0]);
            file.AddRange([0x2C, .. U16(frame.X), .. U16(frame.Y), .. U16(frame.Width), .. U16(frame.Height), 0]);
            file.AddRange(Lzw(frame.Indices));
        }

        file.Add(0x3B);
        return [.. file];
    }

    // 2-bit pixels; a clear code after every second pixel keeps all codes 3 bits wide, so that no table is needed.
    private static byte[] Lzw(byte[] indices)
    {
        const int clear = 4, end = 5;
        var codes = new List<int>();
        for (var i = 0; i < indices.Length; i++)
        {
            if (i % 2 == 0)
            {
                codes.Add(clear);
            }

            codes.Add(indices[i]);
        }

        codes.Add(end);
        var bits = codes.SelectMany(code => new[] { code & 1, (code >> 1) & 1, (code >> 2) & 1 }).ToArray();
        var data = bits.Chunk(8).Select(b => (byte)b.Select((bit, i) => bit << i).Sum()).ToArray();
        return [2, .. data.Chunk(255).SelectMany(block => block.Prepend((byte)block.Length)), 0];
    }

    private static byte[] U16(int value) => [(byte)value, (byte)(value >> 8)];
}
