using PixelDiT.Models.Checkpoints;
using PixelDiT.Torch;
using static TorchSharp.torch;

namespace PixelDiT.Models.PixelDiT;

/// <summary>A patch block of the class-conditional model: one stream that attends to itself.</summary>
internal sealed class DiTBlock(WeightReader weights, PixelDiTConfig config, double eps) : IDisposable
{
    private readonly BlockStream _image = new(weights, StreamNames.Single, config, eps);

    /// <param name="x">Image tokens [B, L, D].</param>
    /// <param name="condition">SiLU of the sum of time and class embedding [B, D].</param>
    /// <param name="positions">Rotary table of L rows.</param>
    /// <returns>The new x.</returns>
    public Tensor Forward(Tensor x, Tensor condition, RotaryTable positions)
    {
        var modulation = _image.Modulation(condition);
        return _image.Update(x, Attend(x, modulation, positions), modulation);
    }

    public void Dispose() => _image.Dispose();

    private Tensor Attend(Tensor x, Tensor[] modulation, RotaryTable positions)
    {
        using var scope = NewDisposeScope();
        var (query, key, value) = _image.Heads(x, modulation, positions);                               // [B, H, L, dh]
        return AttentionHeads.Join(Accelerator.Current.Attention(query, key, value)).MoveToOuterDisposeScope();     // [B, L, D]
    }
}
