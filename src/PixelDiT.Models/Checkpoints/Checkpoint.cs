using PixelDiT.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Models.Checkpoints;

/// <summary>
/// A file, or several that belong together, with named tensors, mapped into memory. Opening reads and checks what describes the tensors; a tensor's bytes come
/// in when it is used. Tensors loaded from it use the file's pages in place and keep them mapped after this object is disposed.
/// </summary>
public abstract class Checkpoint : IDisposable
{
    private static readonly SafetensorsDType Bytes = SafetensorsDType.Of(ScalarType.Byte);

    private readonly Lazy<QuantizationIndex> _quantization;

    private protected Checkpoint(string path, string container)
    {
        Path = path;
        Container = container;
        _quantization = new Lazy<QuantizationIndex>(() => new QuantizationIndex(this));
    }

    /// <summary>The path as it was given.</summary>
    public string Path { get; }

    /// <summary>What kind of file this is, in words: <c>safetensors</c>.</summary>
    public string Container { get; }

    /// <summary>The folder in which files that belong to this one lie: a configuration, a tokenizer.</summary>
    public virtual string Folder => System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!;

    /// <summary>Every tensor by its name.</summary>
    public abstract IReadOnlyDictionary<string, TensorEntry> Tensors { get; }

    /// <summary>The free-form metadata; empty when there is none.</summary>
    public abstract IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Tensors that the file holds besides: an optimizer's, a copy of the model. They are never read.</summary>
    public virtual int OtherTensors => 0;

    /// <summary>Length in bytes, of all files together.</summary>
    public abstract long Length { get; }

    /// <summary>How the quantized weights are stored.</summary>
    /// <exception cref="CheckpointException">The metadata that says so cannot be read.</exception>
    internal QuantizationIndex Quantization => _quantization.Value;

    /// <summary>Opens a model of any container that can be read, told apart by its first bytes, not by its name.</summary>
    /// <param name="path">A safetensors file, a zip archive of PyTorch (.pth, .ckpt, .bin, .pt), an index of shards, one of the shards, or a folder with an index.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="CheckpointException">The file is truncated, inconsistent or of another kind; the message names the tensor.</exception>
    public static Checkpoint Open(string path) => ContainerFinder.Open(path);

    /// <summary>A tensor in the file's own element type on the CPU, over the mapped pages; it must not be written to.</summary>
    /// <param name="name">Name as the file spells it.</param>
    /// <returns>A tensor of the calling thread's dispose scope, shape as stored.</returns>
    /// <exception cref="CheckpointException">There is no such tensor, or its element type has no tensor type (fp8 and the like).</exception>
    public Tensor Load(string name)
    {
        var entry = Find(name);
        return Load(entry, entry.DType.Scalar
            ?? throw new CheckpointException(Path, name, $"element type {entry.DType.Name} has no tensor type", "BF16, F16 or F32"));
    }

    /// <summary>The codes of a tensor whose elements take one byte each, whatever they mean: uint8, otherwise as <see cref="Load(string)"/>.</summary>
    /// <param name="name">Name as the file spells it.</param>
    /// <exception cref="CheckpointException">There is no such tensor, or its elements take more or less than a byte.</exception>
    internal Tensor LoadCodes(string name)
    {
        var entry = Find(name);
        return entry.DType.Bits == 8 ? Load(entry, ScalarType.Byte)
            : throw new CheckpointException(Path, name, $"holds {entry.DType.Name} values", "elements of one byte");
    }

    /// <summary>A copy of a tensor's raw bytes.</summary>
    /// <param name="name">Name as the file spells it.</param>
    /// <exception cref="CheckpointException">There is no such tensor, or it is longer than an array can be.</exception>
    public byte[] ReadBytes(string name)
    {
        var entry = Find(name);
        if (entry.Length > Array.MaxLength)
        {
            throw new CheckpointException(Path, name, $"it has {entry.Length} bytes", $"at most {Array.MaxLength}");
        }
        if (entry.Strides is null)
        {
            return MemoryOf(entry).Bytes(entry.Offset, (int)entry.Length).ToArray();
        }
        using var scope = NewDisposeScope();
        return LoadBytes(name).data<byte>().ToArray();
    }

    /// <summary>The bytes of a tensor's elements in order, whatever their type: uint8 [n].</summary>
    /// <param name="name">Name as the file spells it.</param>
    /// <exception cref="CheckpointException">There is no such tensor.</exception>
    internal Tensor LoadBytes(string name)
    {
        var entry = Find(name);
        if (entry.Strides is not { } strides)
        {
            return Load(entry with { Shape = [entry.Length], DType = Bytes }, ScalarType.Byte);
        }
        using var scope = NewDisposeScope();
        var width = entry.DType.Bits / 8;
        var bytes = Load(entry with { Shape = [.. entry.Shape, width], Strides = [.. strides.Select(s => s * width), 1], DType = Bytes }, ScalarType.Byte);
        return bytes.view(-1).MoveToOuterDisposeScope();
    }

    /// <summary>Reads tensors from the disk ahead of their use; returns when they are in memory. Does nothing where the system cannot.</summary>
    /// <param name="names">The tensors to bring in; unknown names are ignored.</param>
    public void Prefetch(IEnumerable<string> names)
    {
        foreach (var group in names.Where(Tensors.ContainsKey).Select(n => Tensors[n]).GroupBy(MemoryOf))
        {
            // Neighbours are read in one go: the disk sees long sequential requests.
            (long Begin, long End)? run = null;
            foreach (var entry in group.OrderBy(e => e.Offset))
            {
                if (run is { } open && entry.Offset == open.End)
                {
                    run = (open.Begin, entry.Offset + entry.Length);
                    continue;
                }
                if (run is { } done)
                {
                    group.Key.Prefetch(done.Begin, done.End - done.Begin);
                }
                run = (entry.Offset, entry.Offset + entry.Length);
            }
            if (run is { } last)
            {
                group.Key.Prefetch(last.Begin, last.End - last.Begin);
            }
        }
    }

    /// <summary>Closes the reader. Tensors loaded from it stay valid.</summary>
    public abstract void Dispose();

    /// <summary>The memory that an entry's offset counts in.</summary>
    internal abstract CheckpointMemory MemoryOf(TensorEntry entry);

    private Tensor Load(TensorEntry entry, ScalarType scalar)
    {
        if (entry.Count == 0)
        {
            return empty(entry.Shape, dtype: scalar);
        }
        if (entry.Strides is { } strides)
        {
            using var scope = NewDisposeScope();
            var span = 1 + entry.Shape.Zip(strides).Sum(d => (d.First - 1) * d.Second);
            var whole = Load(entry with { Shape = [span], Strides = null, Length = span * entry.DType.Bits / 8 }, scalar);
            return whole.as_strided(entry.Shape, strides).contiguous().MoveToOuterDisposeScope();
        }
        var memory = MemoryOf(entry);
        var address = memory.Address + (nint)entry.Offset;
        // Headers of any length are legal, so an element may straddle its natural alignment, which vector code does not expect.
        return address % (entry.DType.Bits / 8) == 0 ? Accelerator.Current.FromMapped(memory, address, entry.Shape, scalar) : Copy(memory, entry, scalar);
    }

    private static Tensor Copy(CheckpointMemory memory, TensorEntry entry, ScalarType scalar)
    {
        const int bufferBytes = 1 << 20;
        var copy = empty(entry.Shape, dtype: scalar);
        using var bytes = memory.Stream(entry.Offset, entry.Length);
        copy.ReadBytesFromStream(bytes, bufferBytes);
        return copy;
    }

    private TensorEntry Find(string name) => Tensors.TryGetValue(name, out var entry) ? entry
        : throw new CheckpointException(Path, name, "there is no such tensor", $"one of the file's {Tensors.Count}");
}
