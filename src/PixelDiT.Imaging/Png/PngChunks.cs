using System.Buffers.Binary;

using PixelDiT.Imaging.Native;

namespace PixelDiT.Imaging;

/// <summary>Walks and writes the chunks of a PNG file.</summary>
// signature (8) | chunk*    chunk: u32 length, big-endian | 4 ASCII letters | length bytes | u32 CRC-32 of letters and bytes
internal ref struct PngChunks
{
    private const int Overhead = 12;
    private readonly ReadOnlySpan<byte> _file;
    private readonly string _subject;
    private int _next;

    public PngChunks(ReadOnlySpan<byte> file, string subject)
    {
        if (!IsPng(file))
        {
            ImageException.Throw(ImageFailure.UnknownFormat, subject, "it does not begin as PNG", "a PNG file");
        }

        _file = file;
        _subject = subject;
        _next = Signature.Length;
    }

    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Where the current chunk begins in the file.</summary>
    public int Start { get; private set; }

    /// <summary>The current chunk's four letters.</summary>
    public readonly ReadOnlySpan<byte> Type => _file.Slice(Start + 4, 4);

    /// <summary>The current chunk's bytes.</summary>
    public readonly ReadOnlySpan<byte> Data => _file[(Start + 8)..(_next - 4)];

    /// <summary>The whole current chunk, length and checksum included.</summary>
    public readonly ReadOnlySpan<byte> Whole => _file[Start.._next];

    public static bool IsPng(ReadOnlySpan<byte> file) => file.StartsWith(Signature);

    /// <summary>Goes to the next chunk; false at the end of the file.</summary>
    /// <exception cref="ImageException">The chunk is longer than the file.</exception>
    public bool MoveNext()
    {
        if (!TryMoveNext() && _next != _file.Length)
        {
            ImageException.Throw(ImageFailure.Damaged, _subject, $"the PNG chunk at byte {_next} is cut off", "a complete PNG file");
        }

        return _next != Start;
    }

    /// <summary>Goes to the next chunk; false at the end of the file or where it is cut off.</summary>
    public bool TryMoveNext()
    {
        Start = _next;
        var left = _file.Length - _next;
        var length = left < Overhead ? uint.MaxValue : BinaryPrimitives.ReadUInt32BigEndian(_file[_next..]);
        if (length > left - Overhead)
        {
            return false;
        }

        _next += Overhead + (int)length;
        return true;
    }

    /// <summary>Whether the current chunk's checksum is right.</summary>
    public readonly bool HasValidCrc() =>
        BinaryPrimitives.ReadUInt32BigEndian(_file[(_next - 4)..]) == Crc(_file[(Start + 4)..(_next - 4)]);

    /// <summary>Size of a chunk that holds <paramref name="dataLength"/> bytes.</summary>
    public static long SizeOf(long dataLength) => Overhead + dataLength;

    /// <summary>Writes a chunk; <paramref name="destination"/> already holds the data from byte 8 on. Returns its size.</summary>
    public static int Seal(Span<byte> destination, ReadOnlySpan<byte> type, int dataLength)
    {
        BinaryPrimitives.WriteUInt32BigEndian(destination, (uint)dataLength);
        type.CopyTo(destination[4..]);
        BinaryPrimitives.WriteUInt32BigEndian(destination[(8 + dataLength)..], Crc(destination.Slice(4, 4 + dataLength)));
        return Overhead + dataLength;
    }

    /// <summary>Appends a chunk to a stream.</summary>
    public static void Append(Stream stream, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        var chunk = new byte[Overhead + data.Length];
        data.CopyTo(chunk.AsSpan(8));
        Seal(chunk, type, data.Length);
        stream.Write(chunk);
    }

    private static unsafe uint Crc(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* data = bytes)
        {
            return VipsNative.Crc32(0, data, (nuint)bytes.Length);
        }
    }
}
