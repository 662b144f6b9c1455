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

    public Tensor Forward(Tensor x) => _down.Forward(Accelerator.Current.SiluMul(_gate.Forward(x), _up.Forward(x)));

    public void Dispose()
    {
        _gate.Dispose();
        _up.Dispose();
        _down.Dispose();
    }
}
