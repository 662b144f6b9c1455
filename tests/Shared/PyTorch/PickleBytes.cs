using System.Buffers.Binary;
using System.Text;

namespace PixelDiT.Tests.PyTorch;

/// <summary>Writes pickles opcode by opcode, right and hostile ones.</summary>
internal sealed class PickleBytes
{
    private readonly MemoryStream _bytes = new();

    public PickleBytes(byte protocol = 2) => Raw(0x80, protocol);

    public PickleBytes Raw(params byte[] bytes)
    {
        _bytes.Write(bytes);
        return this;
    }

    public PickleBytes Op(char opcode) => Raw((byte)opcode);

    public PickleBytes Op(char opcode, string lines) => Raw((byte)opcode).Raw(Encoding.UTF8.GetBytes(lines));

    public PickleBytes Global(string module, string name) => Op('c', $"{module}\n{name}\n");

    public PickleBytes Text(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        return Op('X').Raw(U32((uint)utf8.Length)).Raw(utf8);
    }

    public PickleBytes Int(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return Op('J').Raw(bytes);
    }

    public PickleBytes Long(long value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return Raw(0x8a, 8).Raw(bytes);
    }

    public PickleBytes Tuple(params Action<PickleBytes>[] items)
    {
        Op('(');
        Array.ForEach(items, i => i(this));
        return Op('t');
    }

    public PickleBytes Longs(params long[] values) => Tuple([.. values.Select(v => (Action<PickleBytes>)(p => p.Long(v)))]);

    public PickleBytes Storage(string key, long elements, string type = "FloatStorage", string module = "torch") =>
        Tuple(p => p.Text("storage"), p => p.Global(module, type), p => p.Text(key), p => p.Text("cpu"), p => p.Long(elements)).Op('Q');

    /// <summary>A tensor as PyTorch writes it.</summary>
    public PickleBytes Tensor(string key, long elements, long offset, long[] shape, long[] strides, string type = "FloatStorage") =>
        Global("torch._utils", "_rebuild_tensor_v2")
            .Tuple(p => p.Storage(key, elements, type), p => p.Long(offset), p => p.Longs(shape), p => p.Longs(strides), p => p.Raw(0x89), p => p.Global("collections", "OrderedDict").Op(')').Op('R'))
            .Op('R');

    /// <summary>A dictionary of the values that the actions write.</summary>
    public PickleBytes Dictionary(params (string Key, Action<PickleBytes> Value)[] items)
    {
        Op('}').Op('(');
        foreach (var (key, value) in items)
        {
            value(Text(key));
        }
        return Op('u');
    }

    public byte[] Stop() => [.. _bytes.ToArray(), (byte)'.'];

    public static byte[] U32(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }
}
