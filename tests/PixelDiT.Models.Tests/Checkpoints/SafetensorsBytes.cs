using System.Buffers.Binary;
using System.Text;

namespace PixelDiT.Models.Tests.Checkpoints;

/// <summary>Builds safetensors files, right and wrong ones, byte by byte.</summary>
internal sealed class SafetensorsBytes : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("safetensors").FullName;

    public string Write(string json, int dataBytes, ulong? headerLength = null) => Write(Encode(json, dataBytes, headerLength));

    public string Write(byte[] bytes)
    {
        var path = Path.Combine(_folder, "model.safetensors");
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public string PathOf(string name) => Path.Combine(_folder, name);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static byte[] Encode(string json, int dataBytes, ulong? headerLength)
    {
        var text = Encoding.UTF8.GetBytes(json);
        var bytes = new byte[8 + text.Length + dataBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, headerLength ?? (ulong)text.Length);
        text.CopyTo(bytes, 8);
        for (var i = 0; i < dataBytes; i++)
        {
            bytes[8 + text.Length + i] = (byte)i;
        }
        return bytes;
    }
}
