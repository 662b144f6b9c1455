using PixelDiT.Models.Checkpoints;
using PixelDiT.Models.Layers;
using static TorchSharp.torch;

namespace PixelDiT.Models.PixelDiT;

/// <summary>Sin/cos of the time, then an MLP with SiLU. The longest period is 10, as the network was trained.</summary>
internal sealed class TimestepEmbedder : IDisposable
{
    private const double MaxPeriod = 10;
    private const int Half = PixelDiTConfig.TimeFrequencies / 2;

    private readonly Linear _input;
    private readonly Linear _output;
    private readonly Tensor _frequencies;   // [1, 128] float32
    private readonly ScalarType _computeType;

    public TimestepEmbedder(WeightReader weights, int width, Device device)
    {
        _input = Linear.Read(weights.At("mlp.0"), width, PixelDiTConfig.TimeFrequencies, bias: true);
        _output = Linear.Read(weights.At("mlp.2"), width, width, bias: true);
        _computeType = weights.ComputeType;
        // In float32 and by the tensor library's own exp, as the network was trained: t multiplies every last bit by 1000.
        using var scope = NewDisposeScope();
        _frequencies = (arange(0, Half, 1, ScalarType.Float32, device) * -Math.Log(MaxPeriod) / Half).exp().view(1, Half).DetachFromDisposeScope();
    }

    /// <param name="t">[B] times: 1000·σ in the text-to-image model, 1 - σ in the class-conditional.</param>
    /// <returns>[B, D] in the compute type.</returns>
    public Tensor Forward(Tensor t)
    {
        // float32 angles: t reaches 1000 and its neighbours must stay apart.
        var angles = t.to(float32).view(-1, 1) * _frequencies;                  // [B, 128]
        var waves = cat([angles.cos(), angles.sin()], -1).to(_computeType);     // [B, 256]
        return _output.Forward(nn.functional.silu(_input.Forward(waves)));      // [B, D]
    }

    public void Dispose()
    {
        _input.Dispose();
        _output.Dispose();
        _frequencies.Dispose();
    }
}
