using System.IO.Compression;
using System.Text;

namespace PixelDiT.Imaging;

/// <summary>The inside of one text chunk.</summary>
internal static class PngTextReader
{
    // A workflow has some hundred kilobytes at most; a few bytes of zlib can claim gigabytes.
    private const int MaxInflated = 64 << 20;

    public static bool IsText(ReadOnlySpan<byte> type) =>
        type.SequenceEqual("tEXt"u8) || type.SequenceEqual("iTXt"u8) || type.SequenceEqual("zTXt"u8);

    public static bool TryRead(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data, out PngTextEntry entry)
    {
        entry = default;
        var end = data.IndexOf((byte)0);
        if (end < 1)
        {
            return false;
        }

        var text = type.SequenceEqual("tEXt"u8) ? Encoding.Latin1.GetString(data[(end + 1)..])
            : type.SequenceEqual("zTXt"u8) ? Compressed(data[(end + 1)..])
            : International(data[(end + 1)..]);
        if (text is null)
        {
            return false;
        }

        entry = new PngTextEntry(Encoding.Latin1.GetString(data[..end]), text);
        return true;
    }

    // method = 0 | zlib of Latin-1 text
    private static string? Compressed(ReadOnlySpan<byte> data) =>
        data.Length > 1 && data[0] == 0 && Inflate(data[1..]) is { } bytes ? Encoding.Latin1.GetString(bytes) : null;

    // compressed | method | language | 0 | translated keyword | 0 | UTF-8 text, or zlib of it
    private static string? International(ReadOnlySpan<byte> data)
    {
        if (data.Length < 4)
        {
            return null;
        }

        var (compressed, method) = (data[0], data[1]);
        data = data[2..];
        for (var skipped = 0; skipped < 2; skipped++)
        {
            var end = data.IndexOf((byte)0);
            if (end < 0)
            {
                return null;
            }

            data = data[(end + 1)..];
        }

        return compressed == 0 ? Encoding.UTF8.GetString(data)
            : method == 0 && Inflate(data) is { } bytes ? Encoding.UTF8.GetString(bytes)
            : null;
    }

    private static byte[]? Inflate(ReadOnlySpan<byte> data)
    {
        using var zlib = new ZLibStream(new MemoryStream(data.ToArray(), writable: false), CompressionMode.Decompress);
        using var inflated = new MemoryStream();
        var block = new byte[16384];
        try
        {
            for (int count; (count = zlib.Read(block)) > 0;)
            {
                if (inflated.Length + count > MaxInflated)
                {
                    return null;
                }

                inflated.Write(block, 0, count);
            }
        }
        catch (InvalidDataException)
        {
            // Damaged compression: to the caller the chunk is not there, as with a wrong checksum.
            return null;
        }

        return inflated.ToArray();
    }
}
