using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace PixelDiT.Models.Checkpoints;

/// <summary>
/// Reads and checks the header of a safetensors file. Nothing that the header claims is believed before it is compared with the file's length.
/// </summary>
/// <remarks>
/// Layout: u64 little-endian N | N bytes of JSON | data. The JSON maps each tensor's name to <c>{"dtype", "shape", "data_offsets": [begin, end]}</c>,
/// offsets counted from the first byte after the JSON; <c>__metadata__</c> maps strings to strings.
/// https://github.com/huggingface/safetensors/blob/main/README.md#format
/// </remarks>
internal sealed class SafetensorsHeader
{
    /// <summary>Longest JSON accepted, in bytes: the format's own cap.</summary>
    public const long MaxHeaderBytes = 100_000_000;

    private const int LengthBytes = 8;
    private const string MetadataKey = "__metadata__";

    private readonly string _file;
    private readonly long _dataStart;
    private readonly long _dataLength;
    private readonly Dictionary<string, TensorEntry> _tensors = new();
    private readonly Dictionary<string, string> _metadata = new();

    private SafetensorsHeader(string file, long fileLength, long headerLength)
    {
        _file = file;
        _dataStart = LengthBytes + headerLength;
        _dataLength = fileLength - _dataStart;
    }

    public IReadOnlyDictionary<string, TensorEntry> Tensors => _tensors;

    public IReadOnlyDictionary<string, string> Metadata => _metadata;

    /// <summary>Reads the header of an open file.</summary>
    /// <exception cref="CheckpointException">The header or the file is inconsistent.</exception>
    public static SafetensorsHeader Read(string file, Stream stream)
    {
        var fileLength = stream.Length;
        if (fileLength < LengthBytes)
        {
            throw new CheckpointException(file, null, $"the file has {fileLength} bytes", "at least 8, a safetensors file's length field");
        }
        Span<byte> lengthField = stackalloc byte[LengthBytes];
        stream.ReadExactly(lengthField);
        var headerLength = BinaryPrimitives.ReadUInt64LittleEndian(lengthField);
        CheckHeaderLength(file, fileLength, headerLength, lengthField);

        var json = new byte[headerLength];
        stream.ReadExactly(json);
        var header = new SafetensorsHeader(file, fileLength, (long)headerLength);
        try
        {
            header.Parse(json);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or DecoderFallbackException)
        {
            // Utf8JsonReader reports a value of the wrong kind as InvalidOperationException and a number that does not fit as FormatException.
            throw new CheckpointException(file, null, $"the header is not valid safetensors JSON ({e.Message.TrimEnd('.')})", null, e);
        }
        header.CheckCoverage();
        return header;
    }

    private static void CheckHeaderLength(string file, long fileLength, ulong headerLength, ReadOnlySpan<byte> start)
    {
        if (start.StartsWith("PK\u0003\u0004"u8))
        {
            throw new CheckpointException(file, null, "this is a zip archive, as PyTorch's .pth and .ckpt files are", "a safetensors file");
        }
        if (start.StartsWith("GGUF"u8))
        {
            throw new CheckpointException(file, null, "this is a GGUF file", "a safetensors file");
        }
        if (start.StartsWith("version "u8))
        {
            throw new CheckpointException(file, null, "this is a Git LFS pointer: the file's content was not downloaded", "a safetensors file");
        }
        if (headerLength > MaxHeaderBytes)
        {
            throw new CheckpointException(file, null, $"the header claims {headerLength} bytes", $"at most {MaxHeaderBytes}; this is probably no safetensors file");
        }
        if (headerLength > (ulong)(fileLength - LengthBytes))
        {
            throw new CheckpointException(file, null, $"the header claims {headerLength} bytes and the file has {fileLength}; it is truncated or no safetensors file",
                $"a file of more than {headerLength + LengthBytes} bytes");
        }
        if (headerLength < 2)
        {
            throw new CheckpointException(file, null, $"the header claims {headerLength} bytes", "at least 2, an empty JSON object");
        }
    }

    private void Parse(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 8 });
        Expect(ref reader, JsonTokenType.StartObject, "the header");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            if (name == MetadataKey)
            {
                ParseMetadata(ref reader);
            }
            else if (!_tensors.TryAdd(name, ParseEntry(ref reader, name)))
            {
                throw new CheckpointException(_file, name, "the name occurs twice in the header", "every name once");
            }
        }
        // Trailing spaces pad the header; anything else after the object makes Read throw.
        _ = reader.Read();
    }

    private void ParseMetadata(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.StartObject, MetadataKey);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString()!;
            Expect(ref reader, JsonTokenType.String, $"{MetadataKey}.{key}");
            _metadata[key] = reader.GetString()!;
        }
    }

    private TensorEntry ParseEntry(ref Utf8JsonReader reader, string name)
    {
        string? dtype = null;
        long[]? shape = null, offsets = null;
        Expect(ref reader, JsonTokenType.StartObject, name);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var field = reader.GetString();
            switch (field)
            {
                case "dtype" when dtype is null:
                    Expect(ref reader, JsonTokenType.String, $"{name}.dtype");
                    dtype = reader.GetString();
                    break;
                case "shape" when shape is null:
                    shape = ParseNumbers(ref reader, name, "shape");
                    break;
                case "data_offsets" when offsets is null:
                    offsets = ParseNumbers(ref reader, name, "data_offsets");
                    break;
                case "dtype" or "shape" or "data_offsets":
                    throw new CheckpointException(_file, name, $"'{field}' occurs twice", "every field once");
                default:
                    reader.Read();
                    reader.Skip();
                    break;
            }
        }
        if (dtype is null || shape is null || offsets is null)
        {
            var missing = dtype is null ? "dtype" : shape is null ? "shape" : "data_offsets";
            throw new CheckpointException(_file, name, $"'{missing}' is missing", "dtype, shape and data_offsets");
        }
        return Check(name, dtype, shape, offsets);
    }

    private long[] ParseNumbers(ref Utf8JsonReader reader, string name, string field)
    {
        Expect(ref reader, JsonTokenType.StartArray, $"{name}.{field}");
        var numbers = new List<long>();
        while (reader.Read() && reader.TokenType == JsonTokenType.Number)
        {
            if (!reader.TryGetInt64(out var number) || number < 0)
            {
                throw new CheckpointException(_file, name, $"{field} holds {Encoding.UTF8.GetString(reader.ValueSpan)}", "whole numbers, 0 or more");
            }
            numbers.Add(number);
        }
        return reader.TokenType == JsonTokenType.EndArray ? [.. numbers]
            : throw new CheckpointException(_file, name, $"{field} holds a {reader.TokenType}", "whole numbers, 0 or more");
    }

    private TensorEntry Check(string name, string dtypeName, long[] shape, long[] offsets)
    {
        var dtype = SafetensorsDType.Find(dtypeName)
            ?? throw new CheckpointException(_file, name, $"the element type '{dtypeName}' is unknown", $"one of {SafetensorsDType.Names}");
        if (offsets.Length != 2 || offsets[0] > offsets[1])
        {
            throw new CheckpointException(_file, name, $"data_offsets are {TensorEntry.Print(offsets)}", "[begin, end] with begin <= end");
        }
        var (begin, end) = (offsets[0], offsets[1]);
        if (end > _dataLength)
        {
            throw new CheckpointException(_file, name, $"its data ends at byte {_dataStart + end} and the file has {_dataStart + _dataLength} bytes",
                "a complete file; this one is truncated");
        }
        var bytes = ByteLength(name, dtype, shape);
        return bytes == end - begin ? new TensorEntry(name, dtype, shape, _dataStart + begin, bytes)
            : throw new CheckpointException(_file, name, $"data_offsets span {end - begin} bytes", $"{bytes} for {dtype.Name} {TensorEntry.Print(shape)}");
    }

    private long ByteLength(string name, SafetensorsDType dtype, long[] shape)
    {
        try
        {
            var bits = checked(shape.Aggregate(1L, (a, b) => checked(a * b)) * dtype.Bits);
            return bits % 8 == 0 ? bits / 8
                : throw new CheckpointException(_file, name, $"{dtype.Name} {TensorEntry.Print(shape)} takes {bits} bits", "whole bytes");
        }
        catch (OverflowException)
        {
            throw new CheckpointException(_file, name, $"the shape {TensorEntry.Print(shape)} has more elements than can be counted", "a shape that fits the file");
        }
    }

    /// <summary>The data must be covered exactly once: overlaps, holes and trailing bytes all mean that header and data do not belong together.</summary>
    private void CheckCoverage()
    {
        var position = _dataStart;
        TensorEntry? before = null;
        foreach (var entry in _tensors.Values.OrderBy(e => e.Offset).ThenBy(e => e.Length))
        {
            if (entry.Offset < position)
            {
                throw new CheckpointException(_file, entry.Name, $"its data overlaps that of '{before!.Name}' by {position - entry.Offset} bytes", "every byte in one tensor");
            }
            if (entry.Offset > position)
            {
                throw new CheckpointException(_file, entry.Name, $"{entry.Offset - position} bytes before its data belong to no tensor", "data without holes");
            }
            position = entry.Offset + entry.Length;
            before = entry;
        }
        if (position != _dataStart + _dataLength)
        {
            throw new CheckpointException(_file, null, $"{_dataStart + _dataLength - position} bytes after the last tensor belong to no tensor", $"a file of {position} bytes");
        }
    }

    private void Expect(ref Utf8JsonReader reader, JsonTokenType kind, string what)
    {
        if (!reader.Read() || reader.TokenType != kind)
        {
            throw new CheckpointException(_file, null, $"the header is not valid safetensors JSON: {what} is a {reader.TokenType}", kind.ToString());
        }
    }
}
