using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling;

/// <summary>The last few tensors of a multistep method, kept beyond the step that made them. Index 0 is the newest.</summary>
internal sealed class TensorHistory(int capacity) : IDisposable
{
    private readonly List<Tensor> _newestFirst = new(capacity + 1);

    /// <summary>How many are held, at most the capacity.</summary>
    public int Count => _newestFirst.Count;

    /// <summary>The tensor pushed <paramref name="age"/> pushes ago.</summary>
    public Tensor this[int age] => _newestFirst[age];

    /// <summary>Remembers a tensor (its storage is shared, its handle stays the caller's) and forgets the oldest beyond the capacity.</summary>
    public void Push(Tensor tensor)
    {
        _newestFirst.Insert(0, tensor.alias().DetachFromDisposeScope());
        if (_newestFirst.Count > capacity)
        {
            _newestFirst[^1].Dispose();
            _newestFirst.RemoveAt(_newestFirst.Count - 1);
        }
    }

    /// <summary>Puts another tensor in the place of the newest.</summary>
    public void ReplaceNewest(Tensor tensor)
    {
        var replacement = tensor.alias().DetachFromDisposeScope();
        _newestFirst[0].Dispose();
        _newestFirst[0] = replacement;
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _newestFirst.ForEach(t => t.Dispose());
        _newestFirst.Clear();
    }

    public void Dispose() => Clear();
}
