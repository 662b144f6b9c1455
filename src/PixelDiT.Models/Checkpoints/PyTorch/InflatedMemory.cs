using System.IO.Compression;
using System.Runtime.InteropServices;

namespace PixelDiT.Models.Checkpoints.PyTorch;

/// <summary>A compressed entry of an archive, written out.</summary>
internal sealed class InflatedMemory : CheckpointMemory
{
    private const nuint Alignment = 64;

    private unsafe InflatedMemory(long length) : base(length) => SetHandle((nint)NativeMemory.AlignedAlloc((nuint)Math.Max(length, 1), Alignment));

    /// <summary>Writes an entry out.</summary>
    /// <exception cref="CheckpointException">The compressed bytes are damaged, or give more or fewer bytes than the archive says.</exception>
    public static unsafe InflatedMemory Inflate(string file, CheckpointMemory archive, ZipEntry entry)
    {
        var memory = new InflatedMemory(entry.Length);
        try
        {
            using var compressed = archive.Stream(entry.Offset, entry.CompressedLength);
            using var plain = new DeflateStream(compressed, CompressionMode.Decompress);
            for (long written = 0; written < entry.Length;)
            {
                var part = new Span<byte>((byte*)memory.handle + written, (int)Math.Min(entry.Length - written, 1 << 20));
                plain.ReadExactly(part);
                written += part.Length;
            }
            return plain.ReadByte() < 0 ? memory : throw new InvalidDataException("there are more bytes than the directory says");
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            memory.Dispose();
            throw new CheckpointException(file, null, $"the entry '{entry.Name}' of the archive cannot be decompressed to {entry.Length} bytes ({e.Message.TrimEnd('.')})", null, e);
        }
    }

    /// <inheritdoc/>
    protected override unsafe bool ReleaseHandle()
    {
        NativeMemory.AlignedFree((void*)handle);
        return true;
    }
}
