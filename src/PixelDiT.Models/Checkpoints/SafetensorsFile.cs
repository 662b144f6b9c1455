using PixelDiT.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Models.Checkpoints;

/// <summary>
/// A safetensors file, mapped into memory. Opening reads and checks the header only; a tensor's bytes come in when it is used.
/// Tensors loaded from it use the file's pages in place and keep them mapped after this object is disposed.
/// </summary>
public sealed class SafetensorsFile : IDisposable
{
    private readonly MappedMemory _memory;

    private SafetensorsFile(string path, SafetensorsHeader header, MappedMemory memory)
    {
        Path = path;
        Tensors = header.Tensors;
        Metadata = header.Metadata;
        _memory = memory;
    }

    /// <summary>The file's path as it was given.</summary>
    public string Path { get; }

    /// <summary>Every tensor by its name.</summary>
    public IReadOnlyDictionary<string, TensorEntry> Tensors { get; }

    /// <summary>The free-form metadata; empty when the file has none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Length of the file in bytes.</summary>
    public long Length => _memory.Length;

    /// <summary>Opens a file and checks its header against its length.</summary>
    /// <param name="path">Path of the file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="CheckpointException">The file is truncated, inconsistent or of another kind; the message names the tensor.</exception>
    public static SafetensorsFile Open(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 1, FileOptions.SequentialScan);
        var header = SafetensorsHeader.Read(path, stream);
        return new SafetensorsFile(path, header, MappedMemory.Map(stream));
    }

    /// <summary>A tensor in the file's own element type on the CPU, over the mapped pages; it must not be written to.</summary>
    /// <param name="name">Name as the file spells it.</param>
    /// <returns>A tensor of the calling thread's dispose scope, shape as stored.</returns>
    /// <exception cref="CheckpointException">There is no such tensor, or its element type has no tensor type (fp8 and the like).</exception>
    public Tensor Load(string name)
    {
        var entry = Find(name);
        var scalar = entry.DType.Scalar
            ?? throw new CheckpointException(Path, name, $"element type {entry.DType.Name} is quantized and cannot be computed with yet", "BF16, F16 or F32");
        if (entry.Count == 0)
        {
            return empty(entry.Shape, dtype: scalar);
        }
        // Headers of any length are legal, so an element may straddle its natural alignment, which vector code does not expect.
        return (_memory.Address + (nint)entry.Offset) % (entry.DType.Bits / 8) == 0
            ? Accelerator.Current.FromMapped(_memory, _memory.Address + (nint)entry.Offset, entry.Shape, scalar)
            : Copy(entry, scalar);
    }

    /// <summary>A copy of a tensor's raw bytes.</summary>
    /// <param name="name">Name as the file spells it.</param>
    /// <exception cref="CheckpointException">There is no such tensor, or it is longer than an array can be.</exception>
    public byte[] ReadBytes(string name)
    {
        var entry = Find(name);
        return entry.Length <= Array.MaxLength ? _memory.Bytes(entry.Offset, (int)entry.Length).ToArray()
            : throw new CheckpointException(Path, name, $"it has {entry.Length} bytes", $"at most {Array.MaxLength}");
    }

    /// <summary>Reads tensors from the disk ahead of their use; returns when they are in memory. Does nothing where the system cannot.</summary>
    /// <param name="names">The tensors to bring in; unknown names are ignored.</param>
    public void Prefetch(IEnumerable<string> names)
    {
        // Neighbours are read in one go: the disk sees long sequential requests.
        (long Begin, long End)? run = null;
        foreach (var entry in names.Where(Tensors.ContainsKey).Select(n => Tensors[n]).OrderBy(e => e.Offset))
        {
            if (run is { } open && entry.Offset == open.End)
            {
                run = (open.Begin, entry.Offset + entry.Length);
                continue;
            }
            if (run is { } done)
            {
                _memory.Prefetch(done.Begin, done.End - done.Begin);
            }
            run = (entry.Offset, entry.Offset + entry.Length);
        }
        if (run is { } last)
        {
            _memory.Prefetch(last.Begin, last.End - last.Begin);
        }
    }

    /// <summary>Closes the reader. Tensors loaded from it stay valid.</summary>
    public void Dispose() => _memory.Dispose();

    private Tensor Copy(TensorEntry entry, ScalarType scalar)
    {
        const int bufferBytes = 1 << 20;
        var copy = empty(entry.Shape, dtype: scalar);
        using var bytes = _memory.Stream(entry.Offset, entry.Length);
        copy.ReadBytesFromStream(bytes, bufferBytes);
        return copy;
    }

    private TensorEntry Find(string name) => Tensors.TryGetValue(name, out var entry) ? entry
        : throw new CheckpointException(Path, name, "there is no such tensor", $"one of the file's {Tensors.Count}");
}
