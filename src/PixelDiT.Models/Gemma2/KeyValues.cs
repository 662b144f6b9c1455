using static TorchSharp.torch;

namespace PixelDiT.Models.Gemma2;

/// <summary>Keys and values of the tokens seen so far, a pair for each layer: later tokens can be encoded without running the earlier ones again.</summary>
internal sealed class KeyValues : IDisposable
{
    private readonly List<(Tensor Keys, Tensor Values)> _layers = [];

    /// <summary>Tokens in it.</summary>
    public long Length => _layers.Count == 0 ? 0 : _layers[0].Keys.shape[2];

    /// <summary>Keeps a layer's [1, KV heads, T, dh] beyond the caller's dispose scope.</summary>
    public void Add(Tensor keys, Tensor values)
    {
        // Clones: a view of a larger tensor would keep all of it alive.
        _layers.Add((keys.clone().DetachFromDisposeScope(), values.clone().DetachFromDisposeScope()));
    }

    /// <summary>The first tokens' keys and values of a layer.</summary>
    public (Tensor Keys, Tensor Values) Layer(int index, long tokens) =>
        (_layers[index].Keys.narrow(2, 0, tokens), _layers[index].Values.narrow(2, 0, tokens));

    public void Dispose()
    {
        foreach (var (keys, values) in _layers)
        {
            keys.Dispose();
            values.Dispose();
        }
        _layers.Clear();
    }
}
