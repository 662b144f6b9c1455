using System.Text.Json;

namespace PixelDiT.Models.Checkpoints;

/// <summary>Several files, one of whose tensors is in each, and the index that says which: <c>{"weight_map": {"NAME": "FILE", …}}</c>.</summary>
internal sealed class ShardedCheckpoint : Checkpoint
{
    private const long MaxIndexBytes = 64 << 20;

    private readonly List<Checkpoint> _shards;
    private readonly Dictionary<string, TensorEntry> _tensors = [];
    private readonly Dictionary<string, Checkpoint> _shardOf = [];
    private readonly Dictionary<string, string> _metadata = [];

    /// <summary>Takes over open shards; of a tensor that two of them have, the first one's counts.</summary>
    /// <param name="path">The path as it was given.</param>
    /// <param name="folder">Where the shards lie.</param>
    /// <param name="shards">The open shards.</param>
    public ShardedCheckpoint(string path, string folder, List<Checkpoint> shards)
        : base(path, shards.Count == 1 ? shards[0].Container : $"{shards.Count} shards, each a {shards[0].Container} file")
    {
        Folder = System.IO.Path.GetFullPath(folder);
        _shards = shards;
        foreach (var shard in shards)
        {
            foreach (var (name, entry) in shard.Tensors)
            {
                if (_tensors.TryAdd(name, entry))
                {
                    _shardOf[name] = shard;
                }
            }
            foreach (var (key, value) in shard.Metadata)
            {
                _ = _metadata.TryAdd(key, value);
            }
        }
    }

    /// <inheritdoc/>
    public override string Folder { get; }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, TensorEntry> Tensors => _tensors;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Metadata => _metadata;

    /// <inheritdoc/>
    public override long Length => _shards.Sum(s => s.Length);

    /// <summary>Opens an index and every shard that it names.</summary>
    /// <param name="path">The path as it was given: the index, a shard or the folder.</param>
    /// <param name="index">The index.</param>
    /// <exception cref="CheckpointException">The index is damaged, names a file outside its folder, or a shard is missing or has not what the index says.</exception>
    public static ShardedCheckpoint Open(string path, string index)
    {
        var map = ReadIndex(index);
        var folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(index))!;
        var shards = new Dictionary<string, Checkpoint>();
        try
        {
            foreach (var (tensor, name) in map)
            {
                if (!shards.TryGetValue(name, out var shard))
                {
                    shards[name] = shard = OpenShard(index, folder, name);
                }
                if (!shard.Tensors.ContainsKey(tensor))
                {
                    var actual = map.Values.Distinct().FirstOrDefault(n => shards.TryGetValue(n, out var other) && other.Tensors.ContainsKey(tensor));
                    throw new CheckpointException(index, tensor, $"the index says that it is in '{name}', where it is not{(actual is null ? "" : $"; it is in '{actual}'")}", "index and shards of one model");
                }
            }
            return shards.Count > 0 ? new ShardedCheckpoint(path, folder, [.. shards.Values])
                : throw new CheckpointException(index, null, "the index names no tensors", """{"weight_map": {"NAME": "FILE"}}""");
        }
        catch
        {
            foreach (var shard in shards.Values)
            {
                shard.Dispose();
            }
            throw;
        }
    }

    /// <inheritdoc/>
    public override void Dispose() => _shards.ForEach(s => s.Dispose());

    /// <inheritdoc/>
    internal override CheckpointMemory MemoryOf(TensorEntry entry) => _shardOf[entry.Name].MemoryOf(entry);

    private static Dictionary<string, string> ReadIndex(string index)
    {
        if (new FileInfo(index) is { Exists: true, Length: > MaxIndexBytes } file)
        {
            throw new CheckpointException(index, null, $"the index has {file.Length} bytes", $"at most {MaxIndexBytes}");
        }
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(index), new JsonDocumentOptions { MaxDepth = 8 });
            var map = new Dictionary<string, string>();
            foreach (var entry in json.RootElement.GetProperty("weight_map").EnumerateObject())
            {
                if (!map.TryAdd(entry.Name, entry.Value.GetString() ?? ""))
                {
                    throw new CheckpointException(index, entry.Name, "the index names it twice", "every tensor once");
                }
            }
            return map;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new CheckpointException(index, null, $"the index of the shards cannot be read ({e.Message.TrimEnd('.')})", """{"weight_map": {"NAME": "FILE"}}""", e);
        }
    }

    private static Checkpoint OpenShard(string index, string folder, string name)
    {
        // A plain name: an index comes from elsewhere and must not reach files of the machine.
        if (name is "" or "." or ".." || name.AsSpan().IndexOfAny(['/', '\\', '\0']) >= 0)
        {
            throw new CheckpointException(index, null, $"the index names the shard '{name.Replace('\0', '?')}'", "a file in the folder of the index, without a path");
        }
        var path = System.IO.Path.Combine(folder, name);
        return File.Exists(path) ? ContainerFinder.OpenFile(path) : throw new CheckpointException(index, null, $"the shard '{name}' is missing", $"all files that the index names, in '{folder}'");
    }
}
