using System.Buffers.Binary;
using System.Text;
using PixelDiT.Models.Checkpoints;
using PixelDiT.Models.PixelDiT;

namespace PixelDiT.Bench.Models;

/// <summary>Full-size files of the released network in float32, 5.2 GB, whose weights are holes: they have every byte of the description and take no room.</summary>
internal static class SparseCheckpoints
{
    private const int Alignment = 64;

    private static readonly (string Name, long[] Shape)[] Parameters = [.. PixelDiTT2IConfig.Released1300M.Parameters().Select(p => ("core." + p.Name, p.Shape))];

    /// <summary>As safetensors.</summary>
    public static string WriteSafetensors(string folder)
    {
        var path = Path.Combine(Directory.CreateDirectory(folder).FullName, "sparse_fp32.safetensors");
        var header = new StringBuilder("{");
        long position = 0;
        foreach (var (name, shape) in Parameters)
        {
            var end = position + (4 * Count(shape));
            header.Append($"{(position == 0 ? "" : ",")}\"{name}\":{{\"dtype\":\"F32\",\"shape\":[{string.Join(',', shape)}],\"data_offsets\":[{position},{end}]}}");
            position = end;
        }
        var json = Encoding.UTF8.GetBytes(header.Append('}').ToString());
        using var file = File.Create(path);
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, json.Length);
        file.Write(length);
        file.Write(json);
        file.SetLength(8 + json.Length + position);
        return path;
    }

    /// <summary>As torch.save writes it: a zip archive of 64 bits with a stored entry for each tensor.</summary>
    public static string WritePyTorch(string folder)
    {
        var path = Path.Combine(Directory.CreateDirectory(folder).FullName, "sparse_fp32.pth");
        using var file = File.Create(path);
        using var directory = new MemoryStream();
        var count = 0;
        Add("model/data.pkl", Pickle(), 0);
        for (var i = 0; i < Parameters.Length; i++)
        {
            Add($"model/data/{i}", [], 4 * Count(Parameters[i].Shape));
        }
        var start = file.Position;
        file.Write(directory.ToArray());
        var end = file.Position;
        Write(file, 0x06064b50u, 44ul, new byte[12], (ulong)count, (ulong)count, (ulong)(end - start), (ulong)start);
        Write(file, 0x07064b50u, 0u, (ulong)end, 1u);
        Write(file, 0x06054b50u, 0u, ushort.MaxValue, ushort.MaxValue, uint.MaxValue, uint.MaxValue, (ushort)0);
        return path;

        void Add(string name, byte[] content, long hole)
        {
            var (offset, length, bytes) = (file.Position, content.Length + hole, Encoding.ASCII.GetBytes(name));
            var padding = (int)((Alignment - ((offset + 30 + bytes.Length + 4) % Alignment)) % Alignment);
            Write(file, 0x04034b50u, (ushort)45, 0u, 0u, 0u, uint.MaxValue, uint.MaxValue, (ushort)bytes.Length, (ushort)(4 + padding), bytes, (ushort)0x4246, (ushort)padding, new byte[padding]);
            file.Write(content);
            file.Seek(hole, SeekOrigin.Current);
            Write(directory, 0x02014b50u, (ushort)45, (ushort)45, 0u, 0u, 0u, uint.MaxValue, uint.MaxValue, (ushort)bytes.Length, (ushort)28, new byte[10], uint.MaxValue, bytes,
                (ushort)1, (ushort)24, (ulong)length, (ulong)length, (ulong)offset);
            count++;
        }
    }

    private static byte[] Pickle()
    {
        using var pickle = new MemoryStream();
        Write(pickle, (ushort)0x0280, "}("u8.ToArray());
        for (var i = 0; i < Parameters.Length; i++)
        {
            var (name, shape) = Parameters[i];
            var strides = shape.Select((_, d) => Count(shape[(d + 1)..])).ToArray();
            Text(name);
            Write(pickle, "ctorch._utils\n_rebuild_tensor_v2\n((U\u0007storagectorch\nFloatStorage\n"u8.ToArray());
            Text($"{i}");
            Text("cpu");
            Number(Count(shape));
            Write(pickle, "tQK\0("u8.ToArray());
            Array.ForEach(shape, Number);
            Write(pickle, "t("u8.ToArray());
            Array.ForEach(strides, Number);
            Write(pickle, (byte)'t', (byte)0x89, "ccollections\nOrderedDict\n)RtR"u8.ToArray());
        }
        Write(pickle, "u."u8.ToArray());
        return pickle.ToArray();

        void Text(string text) => Write(pickle, (byte)'X', (uint)text.Length, Encoding.ASCII.GetBytes(text));

        void Number(long number) => Write(pickle, (byte)0x8a, (byte)8, (ulong)number);
    }

    private static long Count(long[] shape) => shape.Aggregate(1L, (a, b) => a * b);

    /// <summary>Writes numbers little-endian, each as wide as its type.</summary>
    private static void Write(Stream stream, params object[] fields)
    {
        using var writer = new BinaryWriter(stream, Encoding.ASCII, leaveOpen: true);
        foreach (var field in fields)
        {
            switch (field)
            {
                case byte[] bytes: writer.Write(bytes); break;
                case byte number: writer.Write(number); break;
                case ushort number: writer.Write(number); break;
                case uint number: writer.Write(number); break;
                case ulong number: writer.Write(number); break;
                default: throw new ArgumentException($"{field.GetType()} is no field", nameof(fields));
            }
        }
    }
}
