using System.Buffers;
using System.Buffers.Binary;
using System.Collections;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using PixelDiT.Graph.Values;

namespace PixelDiT.Graph.Caching;

/// <summary>
/// Writes values in one canonical form and hashes them. Every part begins with a tag and its length, so that no two different sequences
/// have the same bytes.
/// </summary>
internal sealed class KeyWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new(256);

    public CacheKey Finish()
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(_bytes.WrittenSpan, hash);
        _bytes.ResetWrittenCount();
        return CacheKey.From(hash);
    }

    public void Reset() => _bytes.ResetWrittenCount();

    public void Text(char tag, string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        Tag(tag, length);
        Encoding.UTF8.GetBytes(text, _bytes.GetSpan(length));
        _bytes.Advance(length);
    }

    public void Link(CacheKey source, int slot)
    {
        Tag('L', slot);
        source.WriteTo(_bytes.GetSpan(16));
        _bytes.Advance(16);
    }

    /// <summary>Writes a plain or JSON value; false when it cannot be part of a key (NaN, or an object of unknown meaning).</summary>
    public bool Value(object? value)
    {
        switch (value is JsonValue json ? JsonValues.ToPlain(json) : value)
        {
            case null: Tag('0', 0); return true;
            case bool b: Tag('b', b ? 1 : 0); return true;
            case string s: Text('s', s); return true;
            case int or uint or short or ushort or byte or sbyte: return Whole(Convert.ToInt64(value));
            case long l: return Whole(l);
            case ulong u: return Whole(u);
            case BigInteger big: return Whole(big);
            case double d: return Real(d);
            case float f: return Real(f);
            case byte[] raw: return Raw(raw);
            case JsonObject members: return Members(members);
            case IEnumerable list: return List(list);
            case Enum or Guid or DateTime or DateTimeOffset or TimeSpan: Text('v', value!.ToString()!); return true;
            default: return false;
        }
    }

    private bool Whole(BigInteger number)
    {
        Text('i', number.ToString());
        return true;
    }

    private bool Real(double number)
    {
        Tag('f', 8);
        BinaryPrimitives.WriteDoubleLittleEndian(_bytes.GetSpan(8), number);
        _bytes.Advance(8);
        return !double.IsNaN(number);
    }

    private bool Raw(byte[] raw)
    {
        Tag('r', raw.Length);
        _bytes.Write(raw);
        return true;
    }

    private bool Members(JsonObject members)
    {
        Tag('{', members.Count);
        foreach (var (name, member) in members.OrderBy(m => m.Key, StringComparer.Ordinal))
        {
            Text('n', name);
            if (!Value(member))
            {
                return false;
            }
        }

        return true;
    }

    private bool List(IEnumerable list)
    {
        Tag('[', 0);
        foreach (var element in list)
        {
            if (!Value(element))
            {
                return false;
            }
        }

        Tag(']', 0);
        return true;
    }

    private void Tag(char tag, int number)
    {
        var span = _bytes.GetSpan(5);
        span[0] = (byte)tag;
        BinaryPrimitives.WriteInt32LittleEndian(span[1..], number);
        _bytes.Advance(5);
    }
}
