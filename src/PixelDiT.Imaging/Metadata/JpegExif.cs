using System.Buffers.Binary;

namespace PixelDiT.Imaging;

/// <summary>The EXIF segment of JPEG files.</summary>
internal static class JpegExif
{
    /// <summary>Longest block that a segment holds, in bytes.</summary>
    public const int MaxBlock = ushort.MaxValue - 2 - 6;

    private static ReadOnlySpan<byte> Signature => "Exif\0\0"u8;

    // FF E1 | u16 length, itself included | "Exif" 0 0 | block
    /// <summary>Puts a block behind the file's head, where readers look for it. An EXIF segment that is there stays, and comes after it.</summary>
    public static byte[] Insert(ReadOnlySpan<byte> jpeg, ReadOnlySpan<byte> block)
    {
        if (block.Length > MaxBlock)
        {
            ImageException.Throw(ImageFailure.NotEncodable, "JPEG text", $"the texts take {block.Length} bytes", $"at most {MaxBlock}, which is all that a JPEG file holds");
        }

        var at = AfterHead(jpeg);
        var segment = 4 + Signature.Length + block.Length;
        var result = new byte[jpeg.Length + segment];
        jpeg[..at].CopyTo(result);
        result[at] = 0xFF;
        result[at + 1] = 0xE1;
        BinaryPrimitives.WriteUInt16BigEndian(result.AsSpan(at + 2), (ushort)(segment - 2));
        Signature.CopyTo(result.AsSpan(at + 4));
        block.CopyTo(result.AsSpan(at + 4 + Signature.Length));
        jpeg[at..].CopyTo(result.AsSpan(at + segment));
        return result;
    }

    /// <summary>The first block; empty when there is none.</summary>
    public static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> jpeg)
    {
        var at = 2;
        while (TrySegment(jpeg, at, out var kind, out var data))
        {
            if (kind == 0xE1 && data.StartsWith(Signature))
            {
                return data[Signature.Length..];
            }

            at += 4 + data.Length;
        }

        return [];
    }

    // Start of image, and the JFIF segment if there is one: both want to be first.
    private static int AfterHead(ReadOnlySpan<byte> jpeg)
    {
        if (!jpeg.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]))
        {
            ImageException.Throw(ImageFailure.Damaged, "JPEG text", "the file does not begin like a JPEG file", "a complete JPEG file");
        }

        return TrySegment(jpeg, 2, out var kind, out var data) && kind == 0xE0 ? 2 + 4 + data.Length : 2;
    }

    // Only segments before the pixels, which have a length.
    private static bool TrySegment(ReadOnlySpan<byte> jpeg, int at, out byte kind, out ReadOnlySpan<byte> data)
    {
        kind = 0;
        data = default;
        if (at + 4 > jpeg.Length || jpeg[at] != 0xFF || jpeg[at + 1] is 0xDA or 0xD9 or 0x00 or 0xFF)
        {
            return false;
        }

        int length = BinaryPrimitives.ReadUInt16BigEndian(jpeg[(at + 2)..]);
        if (length < 2 || at + 2 + length > jpeg.Length)
        {
            return false;
        }

        kind = jpeg[at + 1];
        data = jpeg.Slice(at + 4, length - 2);
        return true;
    }
}
