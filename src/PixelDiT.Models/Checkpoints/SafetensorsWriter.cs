using System.Buffers.Binary;
using System.Text.Json;

namespace PixelDiT.Models.Checkpoints;

/// <summary>
/// Writes a safetensors file of known layout one tensor after the other, without holding them: names and shapes first, then the bytes in the same order.
/// The file appears under its name only when it is complete.
/// </summary>
public sealed class SafetensorsWriter : IDisposable
{
    // Weights then begin on a cache line, which matrix code reads fastest.
    private const int DataAlignment = 64;

    private readonly FileStream _stream;
    private readonly string _path;
    private readonly string _temporary;
    private readonly Queue<TensorEntry> _pending;
    private long _remaining;

    /// <summary>Creates the file and writes its header.</summary>
    /// <param name="path">Where the finished file goes; an existing one is replaced.</param>
    /// <param name="tensors">Name, element type and shape of every tensor, in the order in which their bytes will be written.</param>
    /// <param name="metadata">Free-form metadata, or null.</param>
    /// <exception cref="ArgumentException">A name occurs twice, or a tensor's size is no whole number of bytes.</exception>
    public SafetensorsWriter(string path, IEnumerable<(string Name, SafetensorsDType DType, long[] Shape)> tensors,
        IReadOnlyDictionary<string, string>? metadata = null)
    {
        _path = path;
        _temporary = path + ".partial";
        var (json, entries) = Layout(tensors, metadata);
        _pending = new Queue<TensorEntry>(entries);
        _stream = new FileStream(_temporary, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20);
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)json.Length);
        _stream.Write(length);
        _stream.Write(json);
        Advance();
    }

    /// <summary>The tensor whose bytes come next, or null when all are written.</summary>
    public TensorEntry? Current { get; private set; }

    /// <summary>Appends bytes of <see cref="Current"/>; when it is complete the next tensor becomes current.</summary>
    /// <param name="bytes">Any part of the tensor's bytes, little-endian, in order.</param>
    /// <exception cref="ArgumentException">More bytes than the tensor has.</exception>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > _remaining)
        {
            throw new ArgumentException($"{bytes.Length} bytes given, {_remaining} are left of '{Current?.Name}'", nameof(bytes));
        }
        _stream.Write(bytes);
        _remaining -= bytes.Length;
        Advance();
    }

    /// <summary>Puts the finished file under its name.</summary>
    /// <exception cref="InvalidOperationException">Bytes are missing.</exception>
    public void Complete()
    {
        if (Current is not null)
        {
            throw new InvalidOperationException($"{_remaining} bytes of '{Current.Name}' and {_pending.Count} more tensors are missing");
        }
        _stream.Dispose();
        File.Move(_temporary, _path, overwrite: true);
    }

    /// <summary>Closes the file; one that was not completed is removed.</summary>
    public void Dispose()
    {
        _stream.Dispose();
        File.Delete(_temporary);
    }

    private void Advance()
    {
        while (_remaining == 0)
        {
            if (!_pending.TryDequeue(out var next))
            {
                Current = null;
                return;
            }
            (Current, _remaining) = (next, next.Length);
        }
    }

    private static (byte[] Json, List<TensorEntry> Entries) Layout(IEnumerable<(string Name, SafetensorsDType DType, long[] Shape)> tensors,
        IReadOnlyDictionary<string, string>? metadata)
    {
        using var buffer = new MemoryStream();
        var entries = new List<TensorEntry>();
        var names = new HashSet<string>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                json.WriteStartObject("__metadata__");
                foreach (var (key, value) in metadata)
                {
                    json.WriteString(key, value);
                }
                json.WriteEndObject();
            }
            long position = 0;
            foreach (var (name, dtype, shape) in tensors)
            {
                var bits = shape.Aggregate((long)dtype.Bits, (a, b) => checked(a * b));
                if (bits % 8 != 0 || !names.Add(name))
                {
                    throw new ArgumentException(bits % 8 != 0 ? $"'{name}' takes {bits} bits, no whole bytes" : $"'{name}' occurs twice", nameof(tensors));
                }
                entries.Add(new TensorEntry(name, dtype, shape, position, bits / 8));
                WriteEntry(json, entries[^1]);
                position += bits / 8;
            }
            json.WriteEndObject();
        }
        while ((buffer.Length + 8) % DataAlignment != 0)
        {
            buffer.WriteByte((byte)' ');
        }
        return (buffer.ToArray(), entries);
    }

    private static void WriteEntry(Utf8JsonWriter json, TensorEntry entry)
    {
        json.WriteStartObject(entry.Name);
        json.WriteString("dtype", entry.DType.Name);
        json.WriteStartArray("shape");
        foreach (var size in entry.Shape)
        {
            json.WriteNumberValue(size);
        }
        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(entry.Offset);
        json.WriteNumberValue(entry.Offset + entry.Length);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
