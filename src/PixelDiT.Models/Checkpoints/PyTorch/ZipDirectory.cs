using System.Buffers.Binary;
using System.Text;

namespace PixelDiT.Models.Checkpoints.PyTorch;

/// <summary>Where one entry of an archive lies.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Offset">Position of its first byte in the archive, local header skipped.</param>
/// <param name="CompressedLength">Bytes that it takes in the archive.</param>
/// <param name="Length">Bytes that it has; the same when it is stored as it is.</param>
internal sealed record ZipEntry(string Name, long Offset, long CompressedLength, long Length)
{
    /// <summary>Whether it is deflated; otherwise its bytes can be used where they lie.</summary>
    public required bool IsCompressed { get; init; }
}

/// <summary>
/// The directory of a zip archive in memory. Nothing that it claims is believed before it is compared with the archive's length, and no two entries share a byte.
/// </summary>
/// <remarks>
/// System.IO.Compression reads zip files too, but does not tell where an entry's bytes lie. Sizes come from the central directory, so data descriptors, which
/// repeat them behind the bytes, are not needed. https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
/// </remarks>
internal sealed class ZipDirectory
{
    /// <summary>Most entries of an archive: a tensor each, and PyTorch's largest have some ten thousand.</summary>
    public const int MaxEntries = 200_000;

    private const long MaxDirectoryBytes = 64 << 20;
    private const int EndBytes = 22;
    private const int LongestComment = 65535;
    private const int CentralBytes = 46;
    private const int LocalBytes = 30;
    private const uint EndSignature = 0x06054b50;
    private const uint End64Signature = 0x06064b50;
    private const uint Locator64Signature = 0x07064b50;
    private const uint CentralSignature = 0x02014b50;
    private const uint LocalSignature = 0x04034b50;
    private const ushort EncryptedFlag = 1;

    // Deflate cannot do better: 258 bytes from two bits.
    private const long BestCompression = 1032;

    private readonly string _file;
    private readonly CheckpointMemory _memory;
    private readonly Dictionary<string, ZipEntry> _entries = [];

    private ZipDirectory(string file, CheckpointMemory memory) => (_file, _memory) = (file, memory);

    /// <summary>Every entry by its name; folders are left out.</summary>
    public IReadOnlyDictionary<string, ZipEntry> Entries => _entries;

    /// <summary>Reads the directory.</summary>
    /// <exception cref="CheckpointException">The archive is truncated, inconsistent, encrypted or uses an unknown compression.</exception>
    public static ZipDirectory Read(string file, CheckpointMemory memory)
    {
        var directory = new ZipDirectory(file, memory);
        var (offset, length, count) = directory.FindDirectory();
        directory.ReadEntries(offset, length, count);
        return directory;
    }

    private (long Offset, long Length, long Count) FindDirectory()
    {
        var tailLength = (int)Math.Min(_memory.Length, EndBytes + LongestComment);
        var tail = _memory.Bytes(_memory.Length - tailLength, tailLength);
        for (var at = tailLength - EndBytes; at >= 0; at--)
        {
            // A comment that reaches the end of the file exactly: the signature's bytes may also occur in it.
            if (U32(tail[at..]) != EndSignature || at + EndBytes + U16(tail[(at + 20)..]) != tailLength)
            {
                continue;
            }
            var end = _memory.Length - tailLength + at;
            var (count, length, offset) = ((long)U16(tail[(at + 10)..]), (long)U32(tail[(at + 12)..]), (long)U32(tail[(at + 16)..]));
            if (count == ushort.MaxValue || length == uint.MaxValue || offset == uint.MaxValue)
            {
                (count, length, offset, end) = FindDirectory64(end);
            }
            if (count > MaxEntries || length > MaxDirectoryBytes || offset < 0 || length < 0 || offset > end - length)
            {
                throw Fault($"the archive's directory claims {count} entries in {length} bytes at {offset} of {_memory.Length}", $"at most {MaxEntries} entries in {MaxDirectoryBytes} bytes, inside the file");
            }
            return (offset, length, count);
        }
        throw Fault("the zip archive has no directory at its end", "a complete file; this one is truncated");
    }

    private (long Count, long Length, long Offset, long End) FindDirectory64(long end)
    {
        const int locatorBytes = 20, end64Bytes = 56;
        if (end >= locatorBytes && U32(_memory.Bytes(end - locatorBytes, 4)) == Locator64Signature)
        {
            var at = I64(_memory.Bytes(end - locatorBytes + 8, 8));
            if (at >= 0 && at <= end - locatorBytes - end64Bytes && U32(_memory.Bytes(at, 4)) == End64Signature)
            {
                var record = _memory.Bytes(at, end64Bytes);
                return (I64(record[32..]), I64(record[40..]), I64(record[48..]), at);
            }
        }
        throw Fault("the archive's directory needs 64 bits and has no record of that size", "a complete file");
    }

    private void ReadEntries(long offset, long length, long count)
    {
        var directory = _memory.Bytes(offset, (int)length);
        var taken = new List<(long Begin, long End, string Name)>();
        for (long i = 0; i < count; i++)
        {
            if (directory.Length < CentralBytes || U32(directory) != CentralSignature)
            {
                throw Fault($"the archive's directory breaks off at entry {i} of {count}", "a complete file");
            }
            int nameLength = U16(directory[28..]), extraLength = U16(directory[30..]), commentLength = U16(directory[32..]);
            if (directory.Length < CentralBytes + nameLength + extraLength + commentLength)
            {
                throw Fault($"the archive's directory breaks off in entry {i} of {count}", "a complete file");
            }
            var name = Encoding.UTF8.GetString(directory.Slice(CentralBytes, nameLength));
            var (entry, begin) = ReadEntry(directory, name, directory.Slice(CentralBytes + nameLength, extraLength), offset);
            taken.Add((begin, entry.Offset + entry.CompressedLength, name));
            if (!name.EndsWith('/') && !_entries.TryAdd(name, entry))
            {
                throw Fault($"two entries of the archive are called '{name}'", "every name once");
            }
            directory = directory[(CentralBytes + nameLength + extraLength + commentLength)..];
        }
        taken.Sort();
        for (var i = 1; i < taken.Count; i++)
        {
            if (taken[i].Begin < taken[i - 1].End)
            {
                throw Fault($"the entries '{taken[i - 1].Name}' and '{taken[i].Name}' of the archive share bytes", "every byte in one entry");
            }
        }
    }

    private (ZipEntry Entry, long Begin) ReadEntry(ReadOnlySpan<byte> central, string name, ReadOnlySpan<byte> extra, long directoryOffset)
    {
        var (flags, method) = (U16(central[8..]), U16(central[10..]));
        long compressed = U32(central[20..]), length = U32(central[24..]), begin = U32(central[42..]);
        Widen(extra, name, ref length, ref compressed, ref begin);
        if ((flags & EncryptedFlag) != 0)
        {
            throw Fault($"the entry '{name}' of the archive is encrypted", "an archive as torch.save writes it");
        }
        if (method is not (0 or 8))
        {
            throw Fault($"the entry '{name}' of the archive is compressed by method {method}", "stored (0), as torch.save writes it, or deflated (8)");
        }
        if (compressed < 0 || length < 0 || begin < 0 || begin > directoryOffset - LocalBytes || (method == 0 && compressed != length))
        {
            throw Fault($"the entry '{name}' of the archive claims {length} bytes, {compressed} in the file, at {begin}", $"an entry inside the file's {_memory.Length} bytes");
        }
        var local = _memory.Bytes(begin, LocalBytes);
        if (U32(local) != LocalSignature)
        {
            throw Fault($"there is no entry at byte {begin}, where '{name}' should be", "a complete file");
        }
        var data = begin + LocalBytes + U16(local[26..]) + U16(local[28..]);
        if (data > directoryOffset || compressed > directoryOffset - data)
        {
            throw Fault($"the entry '{name}' of the archive reaches {compressed} bytes from byte {data} and the entries end at {directoryOffset}", "an entry inside the file; this one is truncated");
        }
        if (method == 8 && length > (compressed + 1) * BestCompression)
        {
            throw Fault($"the entry '{name}' of the archive claims {length} bytes, which its {compressed} compressed bytes cannot hold", "a complete file");
        }
        return (new ZipEntry(name, data, compressed, length) { IsCompressed = method == 8 }, begin);
    }

    /// <summary>Sizes that do not fit 32 bits follow in an extra field, in this order, each only if it is needed.</summary>
    private void Widen(ReadOnlySpan<byte> extra, string name, ref long length, ref long compressed, ref long begin)
    {
        if (length != uint.MaxValue && compressed != uint.MaxValue && begin != uint.MaxValue)
        {
            return;
        }
        while (extra.Length >= 4)
        {
            var (id, size) = (U16(extra), U16(extra[2..]));
            var field = extra[4..];
            if (size > field.Length)
            {
                break;
            }
            if (id == 1)
            {
                field = field[..size];
                if (Take(ref length, ref field) && Take(ref compressed, ref field) && Take(ref begin, ref field))
                {
                    return;
                }
                break;
            }
            extra = field[size..];
        }
        throw Fault($"the sizes of the entry '{name}' need 64 bits and are not there", "a complete file");

        static bool Take(ref long value, ref ReadOnlySpan<byte> field)
        {
            if (value != uint.MaxValue)
            {
                return true;
            }
            if (field.Length < 8)
            {
                return false;
            }
            value = I64(field);
            field = field[8..];
            return true;
        }
    }

    private CheckpointException Fault(string problem, string expected) => new(_file, null, problem, expected);

    private static ushort U16(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    private static uint U32(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    private static long I64(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt64LittleEndian(bytes);
}
