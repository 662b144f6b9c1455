using PixelDiT.Models.Layers;
using static TorchSharp.torch;

namespace PixelDiT.Models.Lora;

/// <summary>Which layers of a model a LoRA file changes.</summary>
public sealed class LoraMatch
{
    private readonly LoraFile _file;
    private readonly IReadOnlyList<(LoraModule Module, LoraTarget Target)> _pairs;
    private readonly HashSet<string> _keys;

    internal LoraMatch(LoraFile file, IReadOnlyList<(LoraModule Module, LoraTarget Target)> pairs, HashSet<string> keys) => (_file, _pairs, _keys) = (file, pairs, keys);

    /// <summary>How many of the file's tensors are used.</summary>
    public int KeyCount => _keys.Count;

    /// <summary>The tensors that are used.</summary>
    internal IReadOnlySet<string> Keys => _keys;

    /// <summary>What is added to the model's layers at a strength, on a device.</summary>
    internal IEnumerable<(string Layer, LayerDelta Delta)> Deltas(double strength, Device device)
    {
        foreach (var (module, target) in _pairs)
        {
            if (module.LowRank is { } pair)
            {
                yield return (target.Layer, new LowRankDelta(pair.Down.On(device), pair.Up.On(device), strength * pair.Scale, target.First));
            }
            if (module.Weight is { } weight)
            {
                yield return (target.Layer, target.Inputs is null
                    ? new VectorDelta(weight.On(device), strength, target.First)
                    : new MatrixDelta(weight.On(device), strength, target.First));
            }
            if (module.Bias is { } bias && target.HasBias)
            {
                yield return (target.Layer, new VectorDelta(bias.On(device), strength, target.First));
            }
        }
    }

    /// <summary>The file.</summary>
    internal LoraFile File => _file;
}
