using System.Buffers.Binary;

namespace PixelDiT.Graph.Caching;

/// <summary>
/// Identifies a result by what made it: class, constants and ancestry (protocol §6.9), not node ids. The default value is <see cref="Never"/>.
/// </summary>
/// <param name="Hash">128 bits of a SHA-256; 0 stands for <see cref="Never"/>.</param>
public readonly record struct CacheKey(UInt128 Hash)
{
    /// <summary>The key of a result that must not be used again; it is never stored.</summary>
    public static CacheKey Never => default;

    /// <summary>True for <see cref="Never"/>.</summary>
    public bool IsNever => Hash == UInt128.Zero;

    internal static CacheKey From(ReadOnlySpan<byte> sha256) => new(BinaryPrimitives.ReadUInt128LittleEndian(sha256) | UInt128.One);

    internal void WriteTo(Span<byte> destination) => BinaryPrimitives.WriteUInt128LittleEndian(destination, Hash);
}
