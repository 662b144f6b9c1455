using PixelDiT.Models.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Models.PixelDiT;

/// <summary>Loads a PixelDiT of either kind; the file's keys tell which.</summary>
public static class PixelDiTCheckpoint
{
    /// <summary>Loads a checkpoint; returns when its weights are in memory (CPU) or on the device.</summary>
    /// <param name="path">A file with the published key layout, with or without the prefixes <c>core.</c>, <c>net.</c>, <c>ema_denoiser.</c>, <c>model.diffusion_model.</c>.</param>
    /// <param name="policy">Device and network element type; the machine's defaults when null.</param>
    /// <exception cref="CheckpointException">The file is damaged, incomplete, or another kind of model; the message says which.</exception>
    public static PixelDiTNetwork Load(string path, ComputePolicy? policy = null) => Load<PixelDiTNetwork>(path, policy);

    /// <summary>Reads a checkpoint's header and checks every tensor's presence, shape and type, without reading weights.</summary>
    /// <param name="path">Such a file.</param>
    /// <returns>The sizes found in the file.</returns>
    /// <exception cref="CheckpointException">The file is damaged, incomplete, or another kind of model; the message says which.</exception>
    public static PixelDiTConfig Check(string path)
    {
        using var file = Checkpoint.Open(path);
        return Open<PixelDiTNetwork>(file, CPU, ScalarType.Float32).Config;
    }

    /// <summary>Loads a checkpoint that must hold one kind of model.</summary>
    internal static T Load<T>(string path, ComputePolicy? policy)
        where T : PixelDiTNetwork
    {
        policy ??= ComputePolicy.Default;
        using var file = Checkpoint.Open(path);
        var (weights, config, entries) = Open<T>(file, policy.Device, policy.NetworkType);
        using var scope = NewDisposeScope();
        file.Prefetch(entries.Select(e => e.Name));
        var weightBytes = entries.Sum(e => e.Length);
        return (T)weights.Build<PixelDiTNetwork>(w => config is PixelDiTT2IConfig text
            ? new PixelDiTT2I(w, text, policy.Device, weightBytes)
            : new PixelDiTC2I(w, (PixelDiTC2IConfig)config, policy.Device, weightBytes));
    }

    private static (WeightReader Weights, PixelDiTConfig Config, IReadOnlyList<TensorEntry> Entries) Open<T>(Checkpoint file, Device device, ScalarType computeType)
        where T : PixelDiTNetwork
    {
        var prefix = PixelDiTLayout.FindPrefix<T>(file);
        var weights = new WeightReader(file, prefix, device, computeType);
        var config = PixelDiTLayout.ReadConfig(file, prefix, weights);
        // The whole layout is checked before any weight is read.
        return (weights, config, weights.Check(config.Parameters()));
    }
}
