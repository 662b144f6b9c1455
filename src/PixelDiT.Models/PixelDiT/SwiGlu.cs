using PixelDiT.Models.Checkpoints;
using PixelDiT.Models.Layers;
using PixelDiT.Torch;
using static TorchSharp.torch;

namespace PixelDiT.Models.PixelDiT;

/// <summary>w2(silu(w1·x) ⊙ w3·x), without biases.</summary>
internal sealed class SwiGlu(WeightReader weights, int width, int hidden) : IDisposable
{
    private readonly Linear _gate = Linear.Read(weights.At("w1"), hidden, width, bias: false);
    private readonly Linear _up = Linear.Read(weights.At("w3"), hidden, width, bias: false);
    private readonly Linear _down = Linear.Read(weights.At("w2"), width, hidden, bias: false);

    public Tensor Forward(Tensor x)
    {
        // The hidden layer is the block's largest activation: it goes as soon as it is used.
        using var scope = NewDisposeScope();
        return _down.Forward(Accelerator.Current.SiluMul(_gate.Forward(x), _up.Forward(x))).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        _gate.Dispose();
        _up.Dispose();
        _down.Dispose();
    }
}
