using System.IO.Compression;
using System.Text;

namespace PixelDiT.Models.Tests.Checkpoints.PyTorch;

/// <summary>One entry, and where it lies: every field as the test wants it.</summary>
internal sealed record RawEntry(string Name, byte[] Bytes)
{
    public ushort Flags { get; init; }

    public ushort Method { get; init; }

    /// <summary>What the directory says the entry has, when that is not what it has.</summary>
    public uint? ClaimedLength { get; init; }

    public uint? ClaimedCompressed { get; init; }

    public uint? ClaimedOffset { get; init; }

    /// <summary>Sizes and offset in the extra field of 64 bits.</summary>
    public bool Zip64 { get; init; }
}

/// <summary>Writes zip archives byte by byte.</summary>
internal static class RawZip
{
    /// <summary>An archive with the entries.</summary>
    /// <param name="zip64End">Whether the directory is found by its record of 64 bits.</param>
    /// <param name="entries">The entries.</param>
    public static byte[] Build(bool zip64End, params RawEntry[] entries)
    {
        using var stream = new MemoryStream();
        using var w = new BinaryWriter(stream);
        var central = new MemoryStream();
        using var c = new BinaryWriter(central);
        foreach (var entry in entries)
        {
            var name = Encoding.UTF8.GetBytes(entry.Name);
            var data = entry.Method == 8 ? Deflate(entry.Bytes) : entry.Bytes;
            var (offset, length, compressed) = (entry.ClaimedOffset ?? (uint)stream.Position, entry.ClaimedLength ?? (uint)entry.Bytes.Length, entry.ClaimedCompressed ?? (uint)data.Length);
            // With a data descriptor the local header has no sizes.
            var described = (entry.Flags & 8) != 0;
            w.Write(0x04034b50u);
            Common(w, entry, described ? 0 : compressed, described ? 0 : length, name, 0);
            w.Write(name);
            w.Write(data);
            if (described)
            {
                w.Write(0x08074b50u);
                w.Write(0u);
                w.Write(compressed);
                w.Write(length);
            }
            c.Write(0x02014b50u);
            c.Write((ushort)45);
            Common(c, entry, entry.Zip64 ? uint.MaxValue : compressed, entry.Zip64 ? uint.MaxValue : length, name, entry.Zip64 ? (ushort)28 : (ushort)0);
            c.Write(new byte[10]);
            c.Write(entry.Zip64 ? uint.MaxValue : offset);
            c.Write(name);
            if (entry.Zip64)
            {
                c.Write((ushort)1);
                c.Write((ushort)24);
                c.Write((ulong)length);
                c.Write((ulong)compressed);
                c.Write((ulong)offset);
            }
        }
        var start = stream.Position;
        w.Write(central.ToArray());
        if (zip64End)
        {
            var record = stream.Position;
            w.Write(0x06064b50u);
            w.Write(44ul);
            w.Write(new byte[12]);
            w.Write((ulong)entries.Length);
            w.Write((ulong)entries.Length);
            w.Write((ulong)central.Length);
            w.Write((ulong)start);
            w.Write(0x07064b50u);
            w.Write(0u);
            w.Write((ulong)record);
            w.Write(1u);
        }
        w.Write(0x06054b50u);
        w.Write(0u);
        w.Write(zip64End ? ushort.MaxValue : (ushort)entries.Length);
        w.Write(zip64End ? ushort.MaxValue : (ushort)entries.Length);
        w.Write(zip64End ? uint.MaxValue : (uint)central.Length);
        w.Write(zip64End ? uint.MaxValue : (uint)start);
        w.Write((ushort)0);
        return stream.ToArray();
    }

    private static void Common(BinaryWriter writer, RawEntry entry, uint compressed, uint length, byte[] name, ushort extra)
    {
        writer.Write((ushort)45);
        writer.Write(entry.Flags);
        writer.Write(entry.Method);
        writer.Write(0u);
        writer.Write(0u);
        writer.Write(compressed);
        writer.Write(length);
        writer.Write((ushort)name.Length);
        writer.Write(extra);
    }

    private static byte[] Deflate(byte[] bytes)
    {
        using var compressed = new MemoryStream();
        using (var deflate = new DeflateStream(compressed, CompressionLevel.Optimal))
        {
            deflate.Write(bytes);
        }
        return compressed.ToArray();
    }
}
