using System.Globalization;
using System.Text;

namespace PixelDiT.Models.Checkpoints.PyTorch;

/// <summary>
/// A checkpoint as <c>torch.save</c> writes it: a zip archive with a pickle that describes the tensors and an entry for each storage. Opening reads the archive's
/// directory and the pickle; stored entries are used in place, compressed ones are written out when a tensor of theirs is used. Nothing of the file is executed.
/// </summary>
/// <remarks>
/// Of a dictionary with a <c>state_dict</c>, that is read; else of one with a single dictionary in it, that one. Numbers beside it (epoch, step) become metadata.
/// https://github.com/pytorch/pytorch/blob/v2.5.0/torch/serialization.py
/// </remarks>
internal sealed class PyTorchFile : Checkpoint
{
    /// <summary>Longest pickle that is read.</summary>
    public const long MaxPickleBytes = 64 << 20;

    private const string PickleName = "data.pkl";
    private const long MaxInflation = 20;
    private const long SmallInflation = 64 << 20;

    private readonly MappedMemory _archive;
    private readonly Dictionary<string, ZipEntry> _compressed = [];
    private readonly Dictionary<string, InflatedMemory> _inflated = [];
    private readonly HashSet<string> _compressedStorages = [];
    private readonly Dictionary<string, TensorEntry> _tensors = [];
    private readonly Dictionary<string, string> _metadata = [];
    private long _inflatedBytes;
    private int _otherTensors;

    private PyTorchFile(string path, MappedMemory archive) : base(path, "PyTorch zip archive") => _archive = archive;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, TensorEntry> Tensors => _tensors;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Metadata => _metadata;

    /// <inheritdoc/>
    public override long Length => _archive.Length;

    /// <inheritdoc/>
    public override int OtherTensors => _otherTensors;

    /// <summary>Opens an archive.</summary>
    /// <exception cref="CheckpointException">It is damaged, no checkpoint, or asks for more than tensors and plain containers.</exception>
    public static PyTorchFile Open(string path, FileStream stream)
    {
        var file = new PyTorchFile(path, MappedMemory.Map(stream));
        try
        {
            file.Read();
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _archive.Dispose();
        foreach (var memory in _inflated.Values)
        {
            memory.Dispose();
        }
    }

    /// <inheritdoc/>
    internal override CheckpointMemory MemoryOf(TensorEntry entry)
    {
        if (!_compressed.TryGetValue(entry.Name, out var storage))
        {
            return _archive;
        }
        if (!_inflated.TryGetValue(storage.Name, out var memory))
        {
            _inflated[storage.Name] = memory = InflatedMemory.Inflate(Path, _archive, storage);
        }
        return memory;
    }

    private void Read()
    {
        var entries = ZipDirectory.Read(Path, _archive).Entries;
        var root = FindRoot(entries);
        CheckByteOrder(entries, root);
        var storages = root + "data/";
        var torch = new TorchObjects(Path, entries.Values.Where(e => e.Name.StartsWith(storages, StringComparison.Ordinal)).Sum(e => e.Length), key => entries.GetValueOrDefault(storages + key));
        var value = ReadPickle(entries[root + PickleName], torch);
        var state = StateDictionary(value);
        foreach (var (name, item) in state.Items)
        {
            if (item is TorchTensor tensor)
            {
                Add(name, tensor);
            }
        }
        _otherTensors = torch.TensorCount - _tensors.Count;
    }

    private string FindRoot(IReadOnlyDictionary<string, ZipEntry> entries)
    {
        // torch.save puts everything into one folder, named after the file.
        var pickles = entries.Keys.Where(n => n == PickleName || (n.EndsWith("/" + PickleName, StringComparison.Ordinal) && n.IndexOf('/') == n.LastIndexOf('/'))).ToArray();
        if (pickles.Length != 1)
        {
            throw new CheckpointException(Path, null, pickles.Length == 0 ? $"this is a zip archive without a '{PickleName}'" : $"the archive has {pickles.Length} entries '{PickleName}'", "a file written by torch.save");
        }
        var root = pickles[0][..^PickleName.Length];
        return !entries.ContainsKey(root + "constants.pkl") ? root
            : throw new CheckpointException(Path, null, "this is a TorchScript archive: a program, not a checkpoint", "a state_dict written by torch.save");
    }

    private void CheckByteOrder(IReadOnlyDictionary<string, ZipEntry> entries, string root)
    {
        if (entries.TryGetValue(root + "byteorder", out var entry) && !entry.IsCompressed && entry.Length < 16)
        {
            var order = Encoding.ASCII.GetString(_archive.Bytes(entry.Offset, (int)entry.Length)).Trim();
            if (order != "little")
            {
                throw new CheckpointException(Path, null, $"the file was written with byte order '{order}'", "'little'");
            }
        }
    }

    private object? ReadPickle(ZipEntry entry, TorchObjects torch)
    {
        if (entry.Length > MaxPickleBytes)
        {
            throw new CheckpointException(Path, null, $"the pickle '{entry.Name}' has {entry.Length} bytes", $"at most {MaxPickleBytes}");
        }
        if (!entry.IsCompressed)
        {
            return PickleReader.Read(_archive.Bytes(entry.Offset, (int)entry.Length), torch);
        }
        using var memory = InflatedMemory.Inflate(Path, _archive, entry);
        return PickleReader.Read(memory.Bytes(0, (int)entry.Length), torch);
    }

    private PickleDictionary StateDictionary(object? value)
    {
        if (value is not PickleDictionary root)
        {
            throw new CheckpointException(Path, null, "the file holds no dictionary of tensors", "a state_dict, or a dictionary with one");
        }
        foreach (var (name, item) in root.Items)
        {
            if (item is long or double or bool)
            {
                _metadata[name] = Convert.ToString(item, CultureInfo.InvariantCulture)!;
            }
        }
        return root.Items.GetValueOrDefault("state_dict") as PickleDictionary
            ?? (root.Items is { Count: 1 } && root.Items.Values.Single() is PickleDictionary only ? only : root);
    }

    private void Add(string name, TorchTensor tensor)
    {
        var entry = tensor.Storage.Entry;
        var length = tensor.Shape.Aggregate(1L, (a, b) => a * b) * tensor.Type.Bits / 8;
        if (entry.IsCompressed)
        {
            // Compressed weights lose a few percent; those that grow many times over were made to fill the memory.
            _inflatedBytes += _compressedStorages.Add(entry.Name) ? entry.Length : 0;
            _compressed[name] = entry;
            if (_inflatedBytes > SmallInflation + (MaxInflation * _archive.Length))
            {
                throw new CheckpointException(Path, name, $"its {entry.CompressedLength} compressed bytes and those before grow beyond {MaxInflation} times the file", "weights stored as torch.save stores them");
            }
        }
        _tensors[name] = new TensorEntry(name, tensor.Type, tensor.Shape, (entry.IsCompressed ? 0 : entry.Offset) + tensor.ByteOffset, length) { Strides = tensor.Strides };
    }
}
