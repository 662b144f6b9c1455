using PixelDiT.Models.Layers;
using static TorchSharp.torch;

namespace PixelDiT.Models.Lora;

/// <summary>A LoRA as a model value carries it.</summary>
/// <param name="File">The file; loaded when it is first used.</param>
/// <param name="Strength">What its change is multiplied with; any finite number, negative ones included.</param>
public sealed record LoraUse(ModelHandle<LoraFile> File, double Strength);

/// <summary>LoRAs in memory, ready for passes of one model; dispose it when the passes are done.</summary>
public sealed class LoraStack : IDisposable
{
    private readonly List<ModelLease<LoraFile>> _leases = [];

    private LoraStack()
    {
    }

    /// <summary>What passes are to be given: null when nothing is changed. Not to be used after <see cref="Dispose"/>.</summary>
    public AdapterSet? Adapters { get; private set; }

    /// <summary>Brings LoRAs into memory and keeps them there until the result is disposed. A strength of 0 is left out: it changes no byte.</summary>
    /// <param name="uses">The LoRAs, in the order in which they are applied; the same one may be there several times.</param>
    /// <param name="targets">The model's layers.</param>
    /// <param name="device">The model's device.</param>
    /// <exception cref="Checkpoints.CheckpointException">A file cannot be used, or not with this model.</exception>
    /// <exception cref="FileNotFoundException">A file is gone.</exception>
    public static LoraStack Open(IReadOnlyList<LoraUse> uses, LoraTargets targets, Device device)
    {
        var stack = new LoraStack();
        try
        {
            stack.Fill(uses, targets, device);
            return stack;
        }
        catch
        {
            stack.Dispose();
            throw;
        }
    }

    /// <summary>Lets go of the files. A second call does nothing.</summary>
    public void Dispose() => _leases.ForEach(l => l.Dispose());

    private void Fill(IReadOnlyList<LoraUse> uses, LoraTargets targets, Device device)
    {
        var deltas = new List<(string, LayerDelta)>();
        var sources = new List<object>();
        foreach (var use in uses.Where(u => u.Strength != 0))
        {
            var lease = use.File.Rent();
            _leases.Add(lease);
            deltas.AddRange(lease.Model.Match(targets).Deltas(use.Strength, device));
            sources.Add((lease.Model, use.Strength));
        }
        Adapters = deltas.Count == 0 ? null : new AdapterSet(deltas, [.. sources]);
    }
}
