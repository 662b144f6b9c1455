using System.Globalization;
using PixelDiT.Models.Checkpoints;

namespace PixelDiT.Nodes.PixelDiT.Loaders;

/// <summary>What a model file holds, in a line; from its header, without reading weights.</summary>
internal static class FileSummary
{
    /// <summary><c>name: a PixelDiT text-to-image model, 1302.5 M values as BF16, 2.43 GiB (safetensors)</c>.</summary>
    /// <exception cref="CheckpointException">The file is damaged.</exception>
    public static string Of(string path)
    {
        using var file = Checkpoint.Open(path);
        var tensors = file.Tensors.Values;
        // The most common first: a quantized file keeps a few tensors in another type.
        var types = tensors.GroupBy(t => t.DType.Name).OrderByDescending(g => g.Sum(t => t.Count)).Select(g => g.Key);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Path.GetFileName(path)}: {CheckpointKind.Describe(file.Tensors.Keys)}, {tensors.Sum(t => t.Count) / 1e6:0.0} M values as {string.Join(", ", types)}, {Size(file.Length)} ({file.Container})");
    }

    private static string Size(long bytes) => bytes switch
    {
        >= 1L << 30 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 30):0.00} GiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 20):0.0} MiB"),
    };
}
