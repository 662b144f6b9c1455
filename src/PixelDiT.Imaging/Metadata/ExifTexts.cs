using System.Buffers.Binary;
using System.Text;

namespace PixelDiT.Imaging;

/// <summary>
/// The texts of an EXIF block as ComfyUI's animated saver writes them and its front end reads them: ASCII fields of the first directory whose text is
/// <c>key:value</c> (protocol §9.3).
/// </summary>
internal static class ExifTexts
{
    private const ushort PromptTag = 0x0110;  // Model
    private const ushort FirstTag = 0x010F;   // Make, and downwards
    private const ushort LastTag = 0x0107;    // below it are tags that say how pixels lie
    private const ushort MoreTags = 0xFDE8;   // private tags, for more keys than anybody has
    private const ushort Ascii = 2;
    private const int EntrySize = 12;
    private const int MaxEntries = 1_000;

    // "II" | 42 | offset of directory = 8 | count | count × (tag, type = 2, length, offset) | 0 | texts, each "key:value\0", all little-endian
    /// <summary>The block.</summary>
    public static byte[] Write(IReadOnlyList<PngTextEntry> entries)
    {
        var fields = Tags(entries).Zip(entries, (tag, entry) => (tag, text: Encoding.UTF8.GetBytes($"{entry.Keyword}:{entry.Text}\0"))).OrderBy(f => f.tag).ToList();
        var texts = 8 + 2 + (fields.Count * EntrySize) + 4;
        var block = new byte[texts + fields.Sum(f => Even(f.text.Length))];
        var span = block.AsSpan();
        "II*\0"u8.CopyTo(span);
        BinaryPrimitives.WriteUInt32LittleEndian(span[4..], 8);
        BinaryPrimitives.WriteUInt16LittleEndian(span[8..], (ushort)fields.Count);
        var (at, next) = (10, texts);
        foreach (var (tag, text) in fields)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(span[at..], tag);
            BinaryPrimitives.WriteUInt16LittleEndian(span[(at + 2)..], Ascii);
            BinaryPrimitives.WriteUInt32LittleEndian(span[(at + 4)..], (uint)text.Length);
            if (text.Length <= 4)
            {
                // So short a text stands where the offset would.
                text.CopyTo(span[(at + 8)..]);
            }
            else
            {
                BinaryPrimitives.WriteUInt32LittleEndian(span[(at + 8)..], (uint)next);
                text.CopyTo(span[next..]);
            }

            next += Even(text.Length);
            at += EntrySize;
        }

        return block;
    }

    /// <summary>The texts of a block that have a key; empty for a damaged block.</summary>
    public static List<PngTextEntry> Read(ReadOnlySpan<byte> block)
    {
        var found = new List<(ushort Tag, PngTextEntry Entry)>();
        if (block.StartsWith("Exif\0\0"u8))
        {
            block = block[6..];
        }

        var little = block.StartsWith("II*\0"u8);
        if (block.Length < 8 || (!little && !block.StartsWith("MM\0*"u8)))
        {
            return [];
        }

        var directory = UInt32(block[4..], little);
        if (directory > block.Length - 2)
        {
            return [];
        }

        var count = Math.Min((int)UInt16(block[(int)directory..], little), MaxEntries);
        for (var i = 0; i < count; i++)
        {
            var at = directory + 2 + ((long)i * EntrySize);
            if (at + EntrySize > block.Length)
            {
                break;
            }

            if (Text(block, (int)at, little) is { } text && Split(text) is { } entry)
            {
                found.Add((UInt16(block[(int)at..], little), entry));
            }
        }

        // As they were given tags: from the prompt's downwards, then the private ones upwards.
        return [.. found.OrderBy(f => f.Tag > PromptTag ? f.Tag : -f.Tag).Select(f => f.Entry)];
    }

    private static string? Text(ReadOnlySpan<byte> block, int at, bool little)
    {
        var length = UInt32(block[(at + 4)..], little);
        if (UInt16(block[(at + 2)..], little) != Ascii || length < 2)
        {
            return null;
        }

        var start = length <= 4 ? (uint)at + 8 : UInt32(block[(at + 8)..], little);
        return (long)start + length <= block.Length ? Encoding.UTF8.GetString(block.Slice((int)start, (int)length)).TrimEnd('\0') : null;
    }

    // A key begins with a letter: "2024:01:31 12:00:00" is a date.
    private static PngTextEntry? Split(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon is > 0 and < 80 && (char.IsAsciiLetter(text[0]) || text[0] == '_') ? new PngTextEntry(text[..colon], text[(colon + 1)..]) : null;
    }

    private static IEnumerable<ushort> Tags(IEnumerable<PngTextEntry> entries)
    {
        var (next, more) = (FirstTag, MoreTags);
        var prompt = false;
        foreach (var entry in entries)
        {
            if (entry.Keyword == "prompt" && !prompt)
            {
                prompt = true;
                yield return PromptTag;
            }
            else
            {
                yield return next >= LastTag ? next-- : more++;
            }
        }
    }

    private static int Even(int length) => (length + 1) & ~1;

    private static ushort UInt16(ReadOnlySpan<byte> from, bool little) => little ? BinaryPrimitives.ReadUInt16LittleEndian(from) : BinaryPrimitives.ReadUInt16BigEndian(from);

    private static uint UInt32(ReadOnlySpan<byte> from, bool little) => little ? BinaryPrimitives.ReadUInt32LittleEndian(from) : BinaryPrimitives.ReadUInt32BigEndian(from);
}
