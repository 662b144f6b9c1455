namespace PixelDiT.Models.Checkpoints;

/// <summary>A safetensors file. Opening reads and checks the header only.</summary>
public sealed class SafetensorsFile : Checkpoint
{
    private readonly MappedMemory _memory;

    private SafetensorsFile(string path, SafetensorsHeader header, MappedMemory memory) : base(path, "safetensors")
    {
        Tensors = header.Tensors;
        Metadata = header.Metadata;
        _memory = memory;
    }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, TensorEntry> Tensors { get; }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Metadata { get; }

    /// <inheritdoc/>
    public override long Length => _memory.Length;

    /// <summary>Opens a file and checks its header against its length.</summary>
    /// <param name="path">Path of the file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="CheckpointException">The file is truncated, inconsistent or of another kind; the message names the tensor.</exception>
    public static new SafetensorsFile Open(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 1, FileOptions.SequentialScan);
        return Open(path, stream);
    }

    /// <summary>The same for a file that is open at its beginning; the stream may be closed afterwards.</summary>
    internal static SafetensorsFile Open(string path, FileStream stream)
    {
        var header = SafetensorsHeader.Read(path, stream);
        return new SafetensorsFile(path, header, MappedMemory.Map(stream));
    }

    /// <inheritdoc/>
    public override void Dispose() => _memory.Dispose();

    /// <inheritdoc/>
    internal override CheckpointMemory MemoryOf(TensorEntry entry) => _memory;
}
