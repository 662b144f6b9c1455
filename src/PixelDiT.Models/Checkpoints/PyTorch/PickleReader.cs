using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace PixelDiT.Models.Checkpoints.PyTorch;

/// <summary>
/// Reads a pickle as data: a stack machine of Python's opcodes (protocols 2 to 5) that builds plain containers and, through <see cref="TorchObjects"/>, tensors.
/// No opcode runs anything: what Python would import and call is a name here, compared with a short list.
/// </summary>
/// <remarks>https://github.com/python/cpython/blob/v3.12.0/Lib/pickletools.py</remarks>
internal ref struct PickleReader
{
    /// <summary>Most values that a pickle may make.</summary>
    public const int MaxValues = 2_000_000;

    /// <summary>Most containers that may be open in each other.</summary>
    public const int MaxDepth = 200;

    /// <summary>Longest text or byte string.</summary>
    public const int MaxStringBytes = 4 << 20;

    private const int MaxNumberBytes = 64;
    private const int LowestProtocol = 2;
    private const int HighestProtocol = 5;

    private readonly TorchObjects _torch;
    private readonly ReadOnlySpan<byte> _pickle;
    private readonly List<object?> _stack = [];
    private readonly Stack<int> _marks = [];
    private readonly Dictionary<long, object?> _memo = [];
    private int _position;
    private int _opcodeAt;
    private int _values;

    private PickleReader(ReadOnlySpan<byte> pickle, TorchObjects torch)
    {
        _pickle = pickle;
        _torch = torch;
    }

    /// <summary>Reads a pickle.</summary>
    /// <param name="pickle">The whole of it.</param>
    /// <param name="torch">Makes and checks tensors.</param>
    /// <returns>Null, bool, long, <see cref="BigInteger"/>, double, string, byte[], object?[] (a tuple) or one of the types of PickleValues.cs.</returns>
    /// <exception cref="CheckpointException">The pickle asks for an object that is not allowed, is damaged, or exceeds a bound.</exception>
    public static object? Read(ReadOnlySpan<byte> pickle, TorchObjects torch)
    {
        var reader = new PickleReader(pickle, torch);
        try
        {
            return reader.Run();
        }
        catch (PickleException e)
        {
            throw new CheckpointException(torch.File, null, $"the pickle at byte {reader._opcodeAt} {e.Message}", e.Expected ?? TorchObjects.Expectation, e);
        }
    }

    private object? Run()
    {
        while (true)
        {
            _opcodeAt = _position;
            var opcode = (PickleOpcode)TakeByte();
            if (opcode == PickleOpcode.Stop)
            {
                var result = Pop();
                return _stack.Count == 0 && _marks.Count == 0 ? result : throw new PickleException("ends with values left over");
            }
            Do(opcode);
        }
    }

    private void Do(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.Proto:
                var protocol = TakeByte();
                if (protocol is < LowestProtocol or > HighestProtocol)
                {
                    throw new PickleException($"is of protocol {protocol}", $"{LowestProtocol} to {HighestProtocol}");
                }
                break;
            case PickleOpcode.Frame: _ = TakeLength(8, _pickle.Length); break;

            case PickleOpcode.None: Push(null); break;
            case PickleOpcode.NewTrue: Push(true); break;
            case PickleOpcode.NewFalse: Push(false); break;
            case PickleOpcode.BinInt: Push((long)BinaryPrimitives.ReadInt32LittleEndian(Take(4))); break;
            case PickleOpcode.BinInt1: Push((long)TakeByte()); break;
            case PickleOpcode.BinInt2: Push((long)BinaryPrimitives.ReadUInt16LittleEndian(Take(2))); break;
            case PickleOpcode.Long1: PushNumber(TakeLength(1, MaxNumberBytes)); break;
            case PickleOpcode.Long4: PushNumber(TakeLength(4, MaxNumberBytes)); break;
            case PickleOpcode.BinFloat: Push(BinaryPrimitives.ReadDoubleBigEndian(Take(8))); break;
            case PickleOpcode.ShortBinUnicode: PushText(1, Encoding.UTF8); break;
            case PickleOpcode.BinUnicode: PushText(4, Encoding.UTF8); break;
            case PickleOpcode.BinUnicode8: PushText(8, Encoding.UTF8); break;
            case PickleOpcode.ShortBinString: PushText(1, Encoding.Latin1); break;
            case PickleOpcode.BinString: PushText(4, Encoding.Latin1); break;
            case PickleOpcode.ShortBinBytes: Push(TakeString(1).ToArray()); break;
            case PickleOpcode.BinBytes: Push(TakeString(4).ToArray()); break;
            case PickleOpcode.BinBytes8 or PickleOpcode.ByteArray8: Push(TakeString(8).ToArray()); break;

            case PickleOpcode.Mark:
                if (_marks.Count == MaxDepth)
                {
                    throw new PickleException($"nests more than {MaxDepth} containers", "a state dictionary");
                }
                _marks.Push(_stack.Count);
                break;
            case PickleOpcode.Pop when _marks.TryPeek(out var mark) && mark == _stack.Count: _ = _marks.Pop(); break;
            case PickleOpcode.Pop: _ = Pop(); break;
            case PickleOpcode.PopMark: _ = PopToMark(); break;
            case PickleOpcode.Dup: Push(Peek()); break;

            case PickleOpcode.EmptyList or PickleOpcode.EmptySet: Push(new PickleList()); break;
            case PickleOpcode.EmptyDict: Push(new PickleDictionary()); break;
            case PickleOpcode.EmptyTuple: Push(Array.Empty<object?>()); break;
            case PickleOpcode.Tuple1: PushTuple(1); break;
            case PickleOpcode.Tuple2: PushTuple(2); break;
            case PickleOpcode.Tuple3: PushTuple(3); break;
            case PickleOpcode.Tuple: Push(PopToMark()); break;
            case PickleOpcode.List or PickleOpcode.FrozenSet: PushList(PopToMark()); break;
            case PickleOpcode.Dict: PushDictionary(PopToMark()); break;
            case PickleOpcode.Append: Append([Pop()]); break;
            case PickleOpcode.Appends or PickleOpcode.AddItems: Append(PopToMark()); break;
            case PickleOpcode.SetItem: SetItems(PopTuple(2)); break;
            case PickleOpcode.SetItems: SetItems(PopToMark()); break;

            case PickleOpcode.BinPut: _memo[TakeByte()] = Peek(); break;
            case PickleOpcode.LongBinPut: _memo[BinaryPrimitives.ReadUInt32LittleEndian(Take(4))] = Peek(); break;
            case PickleOpcode.Memoize: _memo[_memo.Count] = Peek(); break;
            case PickleOpcode.BinGet: PushMemo(TakeByte()); break;
            case PickleOpcode.LongBinGet: PushMemo(BinaryPrimitives.ReadUInt32LittleEndian(Take(4))); break;

            case PickleOpcode.Global: Push(TorchObjects.Global(TakeLine(), TakeLine())); break;
            case PickleOpcode.StackGlobal: Push(PopGlobal()); break;
            case PickleOpcode.Inst: throw TorchObjects.Refusal(TakeLine(), TakeLine());
            case PickleOpcode.Reduce:
                var arguments = Pop();
                Push(_torch.Call(Pop(), arguments as object?[] ?? throw new PickleException("calls something without a tuple of arguments")));
                break;
            case PickleOpcode.Build:
                var state = Pop();
                TorchObjects.Build(Peek(), state);
                break;
            case PickleOpcode.BinPersistentId: Push(_torch.Storage(Pop())); break;
            case PickleOpcode.NewObject or PickleOpcode.NewObjectEx or PickleOpcode.Object:
                throw new PickleException($"makes an object of a class ({opcode})");
            case PickleOpcode.Extension1 or PickleOpcode.Extension2 or PickleOpcode.Extension4:
                throw new PickleException($"asks for an object of Python's extension registry ({opcode})");
            default: throw new PickleException($"has the opcode 0x{(int)opcode:x2}, which no protocol from {LowestProtocol} to {HighestProtocol} writes for plain data");
        }
    }

    private void Push(object? value)
    {
        if (++_values > MaxValues)
        {
            throw new PickleException($"makes more than {MaxValues} values", "a state dictionary");
        }
        _stack.Add(value);
    }

    private readonly object? Peek() => _stack.Count > (_marks.TryPeek(out var mark) ? mark : 0) ? _stack[^1] : throw new PickleException("takes a value from an empty stack");

    private readonly object? Pop()
    {
        var value = Peek();
        _stack.RemoveAt(_stack.Count - 1);
        return value;
    }

    private readonly object?[] PopToMark()
    {
        if (!_marks.TryPop(out var mark))
        {
            throw new PickleException("ends a container that it has not begun");
        }
        var items = _stack[mark..].ToArray();
        _stack.RemoveRange(mark, _stack.Count - mark);
        return items;
    }

    private readonly object?[] PopTuple(int count)
    {
        var items = new object?[count];
        for (var i = count - 1; i >= 0; i--)
        {
            items[i] = Pop();
        }
        return items;
    }

    private void PushTuple(int count) => Push(PopTuple(count));

    private void PushList(object?[] items)
    {
        Push(new PickleList());
        Append(items);
    }

    private void PushDictionary(object?[] items)
    {
        Push(new PickleDictionary());
        SetItems(items);
    }

    private void PushNumber(int length)
    {
        var number = new BigInteger(Take(length));
        Push(number >= long.MinValue && number <= long.MaxValue ? (object)(long)number : number);
    }

    private void PushText(int lengthBytes, Encoding encoding) => Push(encoding.GetString(TakeString(lengthBytes)));

    private void PushMemo(long index) => Push(_memo.TryGetValue(index, out var value) ? value : throw new PickleException($"takes entry {index} of its memo, which it has not put there"));

    private readonly void Append(ReadOnlySpan<object?> items)
    {
        if (Peek() is not PickleList list)
        {
            throw new PickleException("appends to something that is no list");
        }
        list.Items.AddRange(items);
    }

    private readonly void SetItems(object?[] items)
    {
        if (Peek() is not PickleDictionary dictionary || items.Length % 2 != 0)
        {
            throw new PickleException("sets items of something that is no dictionary");
        }
        for (var i = 0; i < items.Length; i += 2)
        {
            if (items[i] is string key)
            {
                dictionary.Items[key] = items[i + 1];
            }
        }
    }

    private readonly PickleGlobal PopGlobal() => PopTuple(2) is [string module, string name] ? TorchObjects.Global(module, name)
        : throw new PickleException("asks for an object whose name is no text");

    private byte TakeByte() => Take(1)[0];

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _pickle.Length - _position)
        {
            throw new PickleException($"ends in the middle of a value", "a complete file");
        }
        var bytes = _pickle.Slice(_position, count);
        _position += count;
        return bytes;
    }

    private int TakeLength(int lengthBytes, int most)
    {
        var bytes = Take(lengthBytes);
        var length = lengthBytes switch
        {
            1 => bytes[0],
            4 => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
            _ => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        };
        return length <= (ulong)most ? (int)length : throw new PickleException($"has a value of {length} bytes", $"at most {most}");
    }

    private ReadOnlySpan<byte> TakeString(int lengthBytes) => Take(TakeLength(lengthBytes, MaxStringBytes));

    private string TakeLine()
    {
        var length = _pickle[_position..].IndexOf((byte)'\n');
        if (length is < 0 or > 1000)
        {
            throw new PickleException("has a name without an end", "a complete file");
        }
        var line = Encoding.UTF8.GetString(Take(length));
        _position++;
        return line;
    }
}

/// <summary>What is wrong with a pickle; becomes a <see cref="CheckpointException"/> that says where.</summary>
internal sealed class PickleException(string problem, string? expected = null) : Exception(problem)
{
    /// <summary>What would have been right; null for the usual sentence.</summary>
    public string? Expected { get; } = expected;
}
