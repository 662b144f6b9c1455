using System.Text;

namespace PixelDiT.Models.Checkpoints.PyTorch;

/// <summary>
/// The Python objects that a checkpoint may ask for, and what stands for them here. The list is closed: everything else is refused by its name.
/// </summary>
internal sealed class TorchObjects
{
    /// <summary>What a pickle may hold, for error messages.</summary>
    public const string Expectation = "tensors, numbers, texts and plain containers only; nothing of it was executed. "
        + "If the file is yours, save its state_dict alone: torch.save(model.state_dict(), 'model.pth')";

    private static readonly Dictionary<PickleGlobal, SafetensorsDType> Storages = Named("Storage", new()
    {
        ["Double"] = "F64", ["Float"] = "F32", ["Half"] = "F16", ["BFloat16"] = "BF16", ["Long"] = "I64", ["Int"] = "I32", ["Short"] = "I16",
        ["Char"] = "I8", ["Byte"] = "U8", ["Bool"] = "BOOL", ["ComplexFloat"] = "C64",
    });

    private static readonly Dictionary<PickleGlobal, SafetensorsDType> Types = Named("", new()
    {
        ["float64"] = "F64", ["float32"] = "F32", ["float16"] = "F16", ["bfloat16"] = "BF16", ["int64"] = "I64", ["int32"] = "I32", ["int16"] = "I16", ["int8"] = "I8",
        ["uint8"] = "U8", ["uint16"] = "U16", ["uint32"] = "U32", ["uint64"] = "U64", ["bool"] = "BOOL", ["complex64"] = "C64",
        ["float8_e4m3fn"] = "F8_E4M3", ["float8_e5m2"] = "F8_E5M2", ["float8_e8m0fnu"] = "F8_E8M0",
    });

    private static readonly PickleGlobal UntypedStorage = new("torch.storage", "UntypedStorage");

    private static readonly Dictionary<PickleGlobal, Func<TorchObjects, object?[], object?>> Calls = new()
    {
        [new("torch._utils", "_rebuild_tensor")] = (t, a) => t.Tensor(a, 4, null),
        [new("torch._utils", "_rebuild_tensor_v2")] = (t, a) => t.Tensor(a, 6, null),
        [new("torch._utils", "_rebuild_tensor_v3")] = (t, a) => t.Tensor(a, 7, a.Length > 6 && a[6] is PickleGlobal g ? Types.GetValueOrDefault(g) : null),
        [new("torch._utils", "_rebuild_parameter")] = (_, a) => a is [TorchTensor data, ..] ? data : throw Odd("torch._utils._rebuild_parameter", a),
        [new("torch", "Size")] = (_, a) => a is [object?[] sizes] ? sizes : throw Odd("torch.Size", a),
        [new("torch", "device")] = (_, a) => a is [string or null, ..] ? a[0] : throw Odd("torch.device", a),
        [new("collections", "OrderedDict")] = (_, a) => a.Length == 0 ? new PickleDictionary() : throw Odd("collections.OrderedDict", a),
        [new("builtins", "set")] = (_, a) => a is [PickleList items] ? items : throw Odd("set", a),
        [new("__builtin__", "set")] = (_, a) => a is [PickleList items] ? items : throw Odd("set", a),
        // Protocol 2 has no byte strings: Python writes them as texts of the same letters.
        [new("_codecs", "encode")] = (_, a) => a is [string text, "latin1"] ? Encoding.Latin1.GetBytes(text) : throw Odd("_codecs.encode", a),
        [new("numpy", "dtype")] = (_, a) => a is [string { Length: <= 8 } name, ..] && name[0] is 'f' or 'i' or 'u' or 'b' ? new NumPyType((string)a[0]!) : throw Odd("numpy.dtype", a),
        [new("numpy.core.multiarray", "scalar")] = (_, a) => a is [NumPyType, byte[] bytes] ? bytes : throw Odd("a NumPy scalar", a),
        [new("numpy._core.multiarray", "scalar")] = (_, a) => a is [NumPyType, byte[] bytes] ? bytes : throw Odd("a NumPy scalar", a),
    };

    private const int MaxDimensions = 64;
    private const long MaxCopies = 4;

    private readonly Func<string, ZipEntry?> _findStorage;
    private readonly long _mostBytes;
    private long _bytes;

    /// <summary>Makes tensors of one archive.</summary>
    /// <param name="file">Its path, for error messages.</param>
    /// <param name="storageBytes">Bytes of all its storages together.</param>
    /// <param name="findStorage">The entry that holds a storage, by the storage's key; null when there is none.</param>
    public TorchObjects(string file, long storageBytes, Func<string, ZipEntry?> findStorage)
    {
        File = file;
        _findStorage = findStorage;
        // Weights that two layers share are two tensors on one storage; a file of thousands of tensors on one large storage would fill every disk when it is converted.
        _mostBytes = storageBytes > long.MaxValue / MaxCopies ? long.MaxValue : storageBytes * MaxCopies;
    }

    /// <summary>The archive's path.</summary>
    public string File { get; }

    /// <summary>How many tensors were made.</summary>
    public int TensorCount { get; private set; }

    /// <summary>The name of an object on the list.</summary>
    /// <exception cref="PickleException">It is not on the list.</exception>
    public static PickleGlobal Global(string module, string name)
    {
        var global = new PickleGlobal(module, name);
        return Calls.ContainsKey(global) || Storages.ContainsKey(global) || Types.ContainsKey(global) || global == UntypedStorage ? global : throw Refusal(module, name);
    }

    /// <summary>The refusal of an object that is not on the list, or of a way to make objects that tensors do not need.</summary>
    public static PickleException Refusal(string module, string name) => new($"asks for the Python object '{Printable($"{module}.{name}")}'");

    /// <summary>What a call gives.</summary>
    /// <exception cref="PickleException">The called is nothing to call, or the arguments are not those that PyTorch writes.</exception>
    public object? Call(object? callee, object?[] arguments) => callee is PickleGlobal global && Calls.TryGetValue(global, out var make) ? make(this, arguments)
        : throw new PickleException($"calls {(callee is PickleGlobal type ? $"'{type}'" : $"a {Name(callee)}")}");

    /// <summary>Attributes of an object: of a state dictionary its notes on module versions, of a NumPy type its byte order. Neither is needed.</summary>
    /// <exception cref="PickleException">The object is another one.</exception>
    public static void Build(object? target, object? state)
    {
        if (!(target is PickleDictionary && state is PickleDictionary or null) && !(target is NumPyType && state is object?[]))
        {
            throw new PickleException($"sets the state of a {Name(target)}");
        }
    }

    /// <summary>A storage by its persistent id: ("storage", type, key, device, number of elements).</summary>
    /// <exception cref="PickleException">The id is another one, or the archive has no such storage of that size.</exception>
    public TorchStorage Storage(object? id)
    {
        if (id is not object?[] parts || parts is not ["storage", PickleGlobal global, string key, string or null, long elements])
        {
            throw new PickleException($"refers to something outside that is no storage (a {Name(id)})", "('storage', type, key, device, elements)");
        }
        var type = Storages.GetValueOrDefault(global);
        if (type is null && global != UntypedStorage)
        {
            throw new PickleException($"has a storage of type '{global}'", "a storage of numbers");
        }
        var entry = _findStorage(key) ?? throw new PickleException($"refers to the storage '{Printable(key)}', which the archive does not have", "a complete file");
        var bytes = (Int128)elements * (type is null ? 1 : type.Bits / 8);
        return elements >= 0 && bytes <= entry.Length ? new TorchStorage(entry, type)
            : throw new PickleException($"says that the storage '{Printable(key)}' has {elements} elements ({bytes} bytes)", $"at most the {entry.Length} bytes of its entry");
    }

    private TorchTensor Tensor(object?[] arguments, int least, SafetensorsDType? stated)
    {
        if (arguments.Length < least || arguments is not [TorchStorage storage, long offset, object?[] sizes, object?[] steps, ..] || sizes.Length != steps.Length || sizes.Length > MaxDimensions)
        {
            throw Odd("a tensor", arguments);
        }
        var type = stated ?? storage.Type ?? throw new PickleException("makes a tensor without an element type");
        var (shape, strides) = (Array.ConvertAll(sizes, Size), Array.ConvertAll(steps, Size));
        var (count, last) = (Int128.One, (Int128)offset);
        for (var i = 0; i < shape.Length; i++)
        {
            // Beyond any storage already; Int128 would overflow after a few more of these.
            count = Int128.Min(count * shape[i], long.MaxValue);
            last = Int128.Min(last + ((Int128)Math.Max(shape[i] - 1, 0) * strides[i]), long.MaxValue);
        }
        var (width, held) = (type.Bits / 8, storage.Entry.Length);
        var view = $"a tensor {TensorEntry.Print(shape)} with strides {TensorEntry.Print(strides)} at element {offset}";
        if (offset < 0 || (count > 0 && (last + 1) * width > held))
        {
            throw new PickleException($"makes {view}, of {type.Name}", $"a tensor inside its storage of {held} bytes");
        }
        if (count * width > held)
        {
            throw new PickleException($"makes {view}, whose elements share memory", "every element in memory of its own");
        }
        TensorCount++;
        _bytes += (long)count * width;
        if (_bytes > _mostBytes)
        {
            throw new PickleException("makes tensors that share memory many times over", $"at most {MaxCopies} times the bytes of all storages");
        }
        return new TorchTensor(storage, type, offset * width, shape, IsPacked(shape, strides) ? null : strides);
    }

    private static long Size(object? value) => value is long and >= 0 ? (long)value : throw new PickleException($"makes a tensor with a size or stride of {value ?? "None"}", "whole numbers, 0 or more");

    private static bool IsPacked(long[] shape, long[] strides)
    {
        long step = 1;
        for (var i = shape.Length - 1; i >= 0; i--)
        {
            if (shape[i] == 0)
            {
                return true;
            }
            if (shape[i] != 1 && strides[i] != step)
            {
                return false;
            }
            step *= shape[i];
        }
        return true;
    }

    private static PickleException Odd(string what, object?[] arguments) => new($"makes {what} from ({string.Join(", ", arguments.Take(8).Select(Name))})", "what PyTorch writes");

    private static string Name(object? value) => value switch
    {
        null => "None",
        PickleGlobal global => $"'{global}'",
        PickleList => "list",
        PickleDictionary => "dict",
        object?[] => "tuple",
        string => "text",
        byte[] => "byte string",
        TorchTensor => "tensor",
        TorchStorage => "storage",
        NumPyType => "NumPy type",
        bool => "bool",
        _ => "number",
    };

    // A name of the file goes into logs and terminals.
    private static string Printable(string text) =>
        new([.. text.Take(200).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c)]);

    private static Dictionary<PickleGlobal, SafetensorsDType> Named(string suffix, Dictionary<string, string> names) =>
        names.ToDictionary(n => new PickleGlobal("torch", n.Key + suffix), n => SafetensorsDType.Find(n.Value)!);
}
