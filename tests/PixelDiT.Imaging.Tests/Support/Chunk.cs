using System.Buffers.Binary;
using System.Text;

namespace PixelDiT.Imaging.Tests;

/// <summary>A chunk walk and a CRC written from the PNG specification, independent of the code under test.</summary>
internal sealed record Chunk(string Type, byte[] Data, uint Crc)
{
    public static byte[] Signature { get; } = [137, 80, 78, 71, 13, 10, 26, 10];

    public static List<Chunk> Walk(byte[] png)
    {
        Assert.That(png.Take(8), Is.EqualTo(Signature));
        var chunks = new List<Chunk>();
        for (var at = 8; at < png.Length;)
        {
            var length = (int)BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(at));
            var type = Encoding.ASCII.GetString(png, at + 4, 4);
            var chunk = new Chunk(type, png[(at + 8)..(at + 8 + length)], BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(at + 8 + length)));
            Assert.That(chunk.Crc, Is.EqualTo(CrcOf(type, chunk.Data)), $"CRC of {type}");
            chunks.Add(chunk);
            at += 12 + length;
        }

        return chunks;
    }

    public static Chunk Make(string type, byte[] data) => new(type, data, CrcOf(type, data));

    public static byte[] File(IEnumerable<Chunk> chunks)
    {
        var file = new List<byte>(Signature);
        foreach (var chunk in chunks)
        {
            file.AddRange(BigEndian((uint)chunk.Data.Length));
            file.AddRange(Encoding.ASCII.GetBytes(chunk.Type));
            file.AddRange(chunk.Data);
            file.AddRange(BigEndian(chunk.Crc));
        }

        return [.. file];
    }

    public static byte[] BigEndian(uint value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];

    private static uint CrcOf(string type, byte[] data)
    {
        var crc = uint.MaxValue;
        foreach (var b in Encoding.ASCII.GetBytes(type).Concat(data))
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            }
        }

        return ~crc;
    }
}
