using System.Buffers.Binary;
using System.Text.Json.Nodes;
using PixelDiT.Server.Http;

namespace PixelDiT.Server.Models;

/// <summary>The free texts in the header of a safetensors file, without the tensors.</summary>
internal static class SafetensorsMetadata
{
    /// <summary>Longest header, in bytes, whose texts are shown: a longer one is of very many tensors, and not worth the time.</summary>
    public const int ForTexts = 1 << 20;

    /// <summary>Longest header, in bytes, that is looked through for pictures.</summary>
    public const int ForPictures = 8 << 20;

    /// <summary>The <c>__metadata__</c> object; null when the file is no safetensors file, its header too long, or there are no texts.</summary>
    /// <param name="path">Full path of an existing file.</param>
    /// <param name="maxHeader">Longest header, in bytes. Default <see cref="ForTexts"/>.</param>
    public static JsonObject? Read(string path, int maxHeader = ForTexts)
    {
        try
        {
            return JsonBody.Parse(ReadHeader(path, maxHeader)).Value is JsonObject header ? header["__metadata__"] as JsonObject : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It cannot be read: as good as not there.
            return null;
        }
    }

    // u64 n, little-endian | n bytes JSON | tensors
    private static byte[] ReadHeader(string path, int maxHeader)
    {
        using var handle = File.OpenHandle(path);
        Span<byte> length = stackalloc byte[8];
        if (RandomAccess.Read(handle, length, 0) != length.Length || BinaryPrimitives.ReadUInt64LittleEndian(length) is var size && (size == 0 || size > (ulong)maxHeader))
        {
            return [];
        }

        var header = new byte[(int)size];
        var read = 0;
        while (read < header.Length && RandomAccess.Read(handle, header.AsSpan(read), length.Length + read) is var count and > 0)
        {
            read += count;
        }

        return read == header.Length ? header : [];
    }
}
