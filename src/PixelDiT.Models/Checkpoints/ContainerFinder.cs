using System.Buffers.Binary;
using System.Text.RegularExpressions;
using PixelDiT.Models.Checkpoints.PyTorch;

namespace PixelDiT.Models.Checkpoints;

/// <summary>Tells what container a path names, and opens it.</summary>
internal static partial class ContainerFinder
{
    private const string IndexSuffix = ".index.json";

    // torch.save before 1.6 begins with a pickled number that was chosen for this.
    private static ReadOnlySpan<byte> LegacyMagic => [0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19];

    private static readonly string Advice = "a zip archive; convert it where it comes from: "
        + "python -c \"import torch; torch.save(torch.load('IN', map_location='cpu', weights_only=True), 'OUT')\"";

    /// <summary>Opens whatever the path names.</summary>
    public static Checkpoint Open(string path)
    {
        if (Directory.Exists(path))
        {
            return OpenFolder(path);
        }
        if (path.EndsWith(IndexSuffix, StringComparison.OrdinalIgnoreCase))
        {
            return ShardedCheckpoint.Open(path, path);
        }
        var shard = ShardName().Match(path);
        if (!shard.Success)
        {
            return OpenFile(path);
        }
        var index = shard.Groups["name"].Value + shard.Groups["extension"].Value + IndexSuffix;
        if (File.Exists(index))
        {
            return ShardedCheckpoint.Open(path, index);
        }
        return shard.Groups["count"].ValueSpan.TrimStart('0') is "1" || !File.Exists(path) ? OpenFile(path)
            : throw new CheckpointException(path, null, $"this is shard {int.Parse(shard.Groups["number"].Value)} of {int.Parse(shard.Groups["count"].Value)} and the index of the shards is not beside it", $"'{index}'");
    }

    /// <summary>Opens one file that is no index.</summary>
    public static Checkpoint OpenFile(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 1, FileOptions.RandomAccess);
        Span<byte> start = stackalloc byte[16];
        start = start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        stream.Position = 0;
        if (start.StartsWith("PK\u0003\u0004"u8) || start.StartsWith("PK\u0005\u0006"u8))
        {
            return PyTorchFile.Open(path, stream);
        }
        if (start.StartsWith(LegacyMagic))
        {
            throw new CheckpointException(path, null, "this file was written by PyTorch before 1.6, or with _use_new_zipfile_serialization=False, as a row of pickles", Advice);
        }
        // A safetensors file of 640 bytes of header begins with the same two bytes, followed by zeros.
        if (start.Length > 2 && start[0] == 0x80 && start[1] is >= 2 and <= 5 && start.Length >= 8 && BinaryPrimitives.ReadUInt64LittleEndian(start) > (ulong)stream.Length)
        {
            throw new CheckpointException(path, null, "this is a bare Python pickle", Advice);
        }
        return SafetensorsFile.Open(path, stream);
    }

    private static ShardedCheckpoint OpenFolder(string path)
    {
        var indexes = Directory.GetFiles(path, "*" + IndexSuffix);
        // A folder of Hugging Face may have the same weights in PyTorch's container, and other parts' indexes beside them.
        var index = indexes.Length == 1 ? indexes[0] : Array.Find(indexes, i => Path.GetFileName(i) == "model.safetensors.index.json");
        if (index is not null)
        {
            return ShardedCheckpoint.Open(path, index);
        }
        var single = Path.Combine(path, "model.safetensors");
        return File.Exists(single) ? new ShardedCheckpoint(path, path, [OpenFile(single)])
            : throw new CheckpointException(path, null, indexes.Length == 0 ? "the folder has no index of shards and no 'model.safetensors'" : $"the folder has {indexes.Length} indexes of shards",
                indexes.Length == 0 ? "a file 'model.safetensors.index.json' in it" : "the path of one of them");
    }

    [GeneratedRegex(@"^(?<name>.+)-(?<number>[0-9]{5})-of-(?<count>[0-9]{5})(?<extension>\.[A-Za-z]+)$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ShardName();
}
