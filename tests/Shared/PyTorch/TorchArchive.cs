using System.IO.Compression;
using PixelDiT.Models.Checkpoints;

namespace PixelDiT.Tests.PyTorch;

/// <summary>Builds archives as torch.save writes them, and others.</summary>
internal sealed class TorchArchive : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("torch").FullName;

    public string PathOf(string name) => Path.Combine(_folder, name);

    /// <summary>An archive of a pickle and storages.</summary>
    public string Write(byte[] pickle, params (string Key, byte[] Bytes)[] storages) =>
        WriteEntries("model.pth", CompressionLevel.NoCompression, [("model/data.pkl", pickle), .. storages.Select(s => ($"model/data/{s.Key}", s.Bytes)), ("model/version", "3\n"u8.ToArray())]);

    public string WriteEntries(string name, CompressionLevel level, params (string Name, byte[] Bytes)[] entries)
    {
        using (var archive = new ZipArchive(File.Create(PathOf(name)), ZipArchiveMode.Create))
        {
            foreach (var (entry, bytes) in entries)
            {
                using var stream = archive.CreateEntry(entry, level).Open();
                stream.Write(bytes);
            }
        }
        return PathOf(name);
    }

    /// <summary>The tensors of a file as torch.save stores a dictionary of them.</summary>
    /// <param name="source">The tensors.</param>
    /// <param name="name">The new file's name.</param>
    /// <param name="rename">The name of each, or null to leave it out.</param>
    /// <param name="below">The key under which the dictionary lies, or null for the root.</param>
    /// <param name="level">Whether to compress.</param>
    public string Write(Checkpoint source, string name, Func<string, IEnumerable<string>> rename, string? below = null, CompressionLevel level = CompressionLevel.NoCompression)
    {
        var entries = new List<(string, byte[])>();
        var state = new List<(string, Action<PickleBytes>)>();
        foreach (var tensor in source.Tensors.Values)
        {
            foreach (var renamed in rename(tensor.Name))
            {
                var key = entries.Count.ToString();
                entries.Add(($"model/data/{key}", source.ReadBytes(tensor.Name)));
                state.Add((renamed, p => p.Tensor(key, tensor.Count, 0, tensor.Shape, Steps(tensor.Shape), tensor.DType.Name switch { "F32" => "FloatStorage", "BF16" => "BFloat16Storage", _ => "ByteStorage" })));
            }
        }
        var pickle = new PickleBytes();
        _ = below is null ? pickle.Dictionary([.. state]) : pickle.Dictionary(("epoch", p => p.Int(3)), (below, p => p.Dictionary([.. state])), ("optimizer", p => p.Dictionary(state[0])));
        entries.Insert(0, ("model/data.pkl", pickle.Stop()));
        return WriteEntries(name, level, [.. entries]);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static long[] Steps(long[] shape) => [.. shape.Select((_, i) => shape.Skip(i + 1).Aggregate(1L, (a, b) => a * b))];
}
