using System.Buffers.Binary;

namespace PixelDiT.Imaging;

/// <summary>The EXIF chunk of WebP files.</summary>
internal static class WebPExif
{
    private const byte HasExif = 0x08;
    private const byte HasAlpha = 0x10;
    private const int Head = 12;
    private const int ExtendedSize = 10;

    // RIFF | u32 size of what follows | WEBP | chunks: four letters | u32 length | data | 0 if the length is odd
    // A simple file has one chunk, VP8 or VP8L. One with EXIF begins with VP8X: flags | 3 bytes 0 | u24 width - 1 | u24 height - 1
    /// <summary>Puts a block at the end of a file, instead of one that is there: libvips writes one of its own, whatever it is told.</summary>
    public static byte[] Insert(ReadOnlySpan<byte> webp, ReadOnlySpan<byte> block)
    {
        if (!TryChunk(webp, Head, out var type, out var data))
        {
            ImageException.Throw(ImageFailure.Damaged, "WebP text", "the file has no chunks", "a complete WebP file");
        }

        using var file = new MemoryStream(webp.Length + block.Length + 64);
        file.Write(webp[..Head]);
        if (!type.SequenceEqual("VP8X"u8) || data.Length < ExtendedSize)
        {
            Span<byte> extended = stackalloc byte[ExtendedSize];
            WriteExtended(extended, type, data);
            WriteChunk(file, "VP8X"u8, extended);
        }

        for (var at = Head; TryChunk(webp, at, out type, out data); at += 8 + Even(data.Length))
        {
            if (!type.SequenceEqual("EXIF"u8))
            {
                WriteChunk(file, type, data);
            }
        }

        WriteChunk(file, "EXIF"u8, block);
        var result = file.ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(result.AsSpan(4), (uint)(result.Length - 8));
        result[Head + 8] |= HasExif;
        return result;
    }

    /// <summary>The block; empty when there is none.</summary>
    public static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> webp)
    {
        var at = Head;
        while (TryChunk(webp, at, out var type, out var data))
        {
            if (type.SequenceEqual("EXIF"u8))
            {
                return data;
            }

            at += 8 + Even(data.Length);
        }

        return [];
    }

    private static void WriteExtended(Span<byte> extended, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        extended.Clear();
        int width, height;
        if (type.SequenceEqual("VP8L"u8) && data.Length >= 5 && data[0] == 0x2F)
        {
            // 0x2F | 14 bits width - 1 | 14 bits height - 1 | 1 bit alpha is used
            var bits = BinaryPrimitives.ReadUInt32LittleEndian(data[1..]);
            (width, height) = ((int)(bits & 0x3FFF), (int)(bits >> 14 & 0x3FFF));
            extended[0] = (bits & 1 << 28) != 0 ? HasAlpha : (byte)0;
        }
        else if (type.SequenceEqual("VP8 "u8) && data.Length >= 10)
        {
            // 3 bytes frame tag | 9D 01 2A | 14 bits width | 2 bits scale | 14 bits height | 2 bits scale
            (width, height) = ((BinaryPrimitives.ReadUInt16LittleEndian(data[6..]) & 0x3FFF) - 1, (BinaryPrimitives.ReadUInt16LittleEndian(data[8..]) & 0x3FFF) - 1);
        }
        else
        {
            throw new ImageException(ImageFailure.Damaged, "WebP text", "the first chunk is no picture", "a complete WebP file");
        }

        WriteUInt24(extended[4..], width);
        WriteUInt24(extended[7..], height);
    }

    private static void WriteChunk(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(length, (uint)data.Length);
        file.Write(type);
        file.Write(length);
        file.Write(data);
        if (data.Length % 2 != 0)
        {
            file.WriteByte(0);
        }
    }

    private static void WriteUInt24(Span<byte> to, int value) => (to[0], to[1], to[2]) = ((byte)value, (byte)(value >> 8), (byte)(value >> 16));

    private static bool TryChunk(ReadOnlySpan<byte> webp, int at, out ReadOnlySpan<byte> type, out ReadOnlySpan<byte> data)
    {
        type = default;
        data = default;
        if (at + 8 > webp.Length || BinaryPrimitives.ReadUInt32LittleEndian(webp[(at + 4)..]) is var length && length > (uint)(webp.Length - at - 8))
        {
            return false;
        }

        type = webp.Slice(at, 4);
        data = webp.Slice(at + 8, (int)length);
        return true;
    }

    private static int Even(int length) => (length + 1) & ~1;
}
