using PixelDiT.Models.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Tests.Lora;

/// <summary>A folder for files that a test makes, removed with this object.</summary>
internal sealed class TemporaryFiles : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pixeldit-lora-").FullName;
    private int _count;

    /// <summary>Path of a file in the folder.</summary>
    public string PathOf(string name) => Path.Combine(_folder, name);

    /// <summary>Writes a safetensors file; element types are kept.</summary>
    /// <param name="tensors">The tensors by name.</param>
    /// <param name="metadata">Free-form metadata, or null.</param>
    /// <param name="codes">What uint8 tensors are written as.</param>
    /// <returns>Its path.</returns>
    public string Write(IEnumerable<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string>? metadata = null, string codes = "U8")
    {
        var all = tensors.ToArray();
        var path = PathOf($"{++_count}.safetensors");
        using var writer = new SafetensorsWriter(path, all.Select(t => (t.Key, DType(t.Value), t.Value.shape)), metadata);
        foreach (var (_, value) in all)
        {
            using var packed = value.contiguous();
            writer.Write(packed.bytes);
        }
        writer.Complete();
        return path;

        SafetensorsDType DType(Tensor value) => value.dtype == ScalarType.Byte ? SafetensorsDType.Find(codes)! : SafetensorsDType.Of(value.dtype);
    }

    /// <summary>A copy of a checkpoint in which some tensors are changed: W' = W + change, in float32.</summary>
    /// <param name="source">The checkpoint.</param>
    /// <param name="prefix">What its keys begin with.</param>
    /// <param name="changes">By name below the prefix; every one must be there.</param>
    /// <returns>Path of the copy.</returns>
    public string Merge(string source, string prefix, IReadOnlyDictionary<string, Tensor> changes)
    {
        using var scope = NewDisposeScope();
        using var file = SafetensorsFile.Open(source);
        Assert.That(changes.Keys.Select(k => prefix + k), Is.SubsetOf(file.Tensors.Keys), "tensors to change");
        return Write(file.Tensors.Keys.Select(key => KeyValuePair.Create(key, Changed(key))), file.Metadata);

        Tensor Changed(string key) => key.StartsWith(prefix, StringComparison.Ordinal) && changes.TryGetValue(key[prefix.Length..], out var change)
            ? file.Load(key).to(float32).add(change) : file.Load(key);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
