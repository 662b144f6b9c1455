using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Models.Lora;

/// <summary>All that a LoRA file says about one layer; shapes inside it fit together.</summary>
internal sealed class LoraModule
{
    /// <summary>The layer as the file spells it, prefixes included.</summary>
    public required string Name { get; init; }

    /// <summary>The low-rank change, or null.</summary>
    public LowRankPair? LowRank { get; init; }

    /// <summary>A whole difference to the weight, or null.</summary>
    public LoraTensor? Weight { get; init; }

    /// <summary>A difference to the bias, or null.</summary>
    public LoraTensor? Bias { get; init; }

    /// <summary>The tensors' names that belong to it and are used when the layer is found.</summary>
    public required IReadOnlyList<string> Keys { get; init; }
}

/// <summary>Two matrices whose product is added to a weight.</summary>
/// <param name="Down">[rank, in].</param>
/// <param name="Up">[out, rank].</param>
/// <param name="Scale">alpha / rank; 1 where the file has no alpha.</param>
internal sealed record LowRankPair(LoraTensor Down, LoraTensor Up, double Scale);

/// <summary>A tensor of a LoRA file, on the CPU, and on the devices where it was used.</summary>
/// <param name="key">Its name in the file.</param>
/// <param name="value">Outside every dispose scope; owned by this object.</param>
internal sealed class LoraTensor(string key, Tensor value) : IDisposable
{
    private readonly Dictionary<(DeviceType, int), Tensor> _copies = [];

    /// <summary>Its name in the file.</summary>
    public string Key { get; } = key;

    /// <summary>Its sizes.</summary>
    public long[] Shape { get; } = value.shape;

    /// <summary>Bytes of its values.</summary>
    public long Bytes { get; } = value.numel() * value.element_size();

    /// <summary>Its values on a device; they stay there until this object is disposed.</summary>
    public Tensor On(Device device)
    {
        if (device.type == DeviceType.CPU)
        {
            return value;
        }
        lock (_copies)
        {
            if (!_copies.TryGetValue((device.type, device.index), out var copy))
            {
                _copies[(device.type, device.index)] = copy = value.to(device).DetachFromDisposeScope();
            }
            return copy;
        }
    }

    public void Dispose()
    {
        value.Dispose();
        foreach (var copy in _copies.Values)
        {
            copy.Dispose();
        }
        _copies.Clear();
    }
}
