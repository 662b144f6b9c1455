using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Models.Layers;

/// <summary>Where the layers of one model find what is added to them in the pass that is running. Like a model's passes, not for two threads at once.</summary>
internal sealed class AdapterSlot
{
    private readonly HashSet<string> _layers = [];
    private AdapterSet? _current;

    /// <summary>The place of a layer, by its name below the model's prefix.</summary>
    public LayerAdapter Layer(string name)
    {
        _layers.Add(name);
        return new LayerAdapter(this, name);
    }

    /// <summary>Holds a set for the length of a pass: until the result is disposed.</summary>
    /// <param name="adapters">The set; null for the weights as they are.</param>
    /// <exception cref="ArgumentException">The set changes a layer that this model does not have, or not as a layer of its own.</exception>
    public IDisposable Bind(AdapterSet? adapters)
    {
        if (adapters?.Layers.FirstOrDefault(l => !_layers.Contains(l)) is { } stranger)
        {
            throw new ArgumentException($"the adapters change the layer '{stranger}', which this model does not have", nameof(adapters));
        }
        _current = adapters;
        return new Binding(this);
    }

    internal ReadOnlySpan<LayerDelta> Deltas(string layer) => _current is null ? [] : _current.Of(layer);

    private sealed class Binding(AdapterSlot slot) : IDisposable
    {
        public void Dispose() => slot._current = null;
    }
}

/// <summary>A layer's view of the slot of its model.</summary>
/// <param name="slot">The model's slot.</param>
/// <param name="name">Name of the layer.</param>
internal sealed class LayerAdapter(AdapterSlot slot, string name)
{
    /// <summary>Adds what is bound to a linear layer's result.</summary>
    /// <param name="x">What went into the layer.</param>
    /// <param name="y">Its fresh result: changed in place.</param>
    /// <returns>The same tensor as <paramref name="y"/>.</returns>
    public Tensor AddTo(Tensor x, Tensor y)
    {
        foreach (var delta in slot.Deltas(name))
        {
            delta.AddTo(x, y);
        }
        return y;
    }

    /// <summary>A norm's gain with what is bound: itself when nothing is, else a new tensor of the caller's dispose scope.</summary>
    public Tensor Gain(Tensor gain)
    {
        var deltas = slot.Deltas(name);
        return deltas.IsEmpty ? gain : AddTo(gain, gain.clone());
    }
}
