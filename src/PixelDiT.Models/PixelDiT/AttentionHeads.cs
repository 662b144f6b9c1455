using PixelDiT.Models.Checkpoints;
using PixelDiT.Models.Layers;
using PixelDiT.Torch;
using static TorchSharp.torch;

namespace PixelDiT.Models.PixelDiT;

/// <summary>Queries, keys and values of one stream: a linear without bias, RMSNorm of each head's query and key, rotary positions.</summary>
internal sealed class AttentionHeads : IDisposable
{
    private readonly Linear _qkv;
    private readonly RmsNorm _queryNorm;
    private readonly RmsNorm _keyNorm;
    private readonly int _heads;
    private readonly int _headWidth;

    /// <summary>Reads the weights <c>qkv</c>, <c>q_norm</c>, <c>k_norm</c>, each with the stream's suffix.</summary>
    public AttentionHeads(WeightReader weights, string suffix, int width, int heads, double eps)
    {
        (_heads, _headWidth) = (heads, width / heads);
        _qkv = Linear.Read(weights.At("qkv" + suffix), 3L * width, width, bias: false);
        _queryNorm = RmsNorm.Read(weights.At("q_norm" + suffix), _headWidth, eps);
        _keyNorm = RmsNorm.Read(weights.At("k_norm" + suffix), _headWidth, eps);
    }

    /// <param name="x">[B, L, D].</param>
    /// <param name="positions">Rotary table of L rows.</param>
    /// <returns>Each [B, heads, L, dh].</returns>
    public (Tensor Query, Tensor Key, Tensor Value) Forward(Tensor x, RotaryTable positions)
    {
        using var scope = NewDisposeScope();
        var (b, l) = (x.shape[0], x.shape[1]);
        var qkv = _qkv.Forward(x).view(b, l, 3, _heads, _headWidth).permute(2, 0, 3, 1, 4);     // [3, B, H, L, dh]
        var query = Rotate(_queryNorm.Forward(qkv.select(0, 0)));
        var key = Rotate(_keyNorm.Forward(qkv.select(0, 1)));
        return (query.MoveToOuterDisposeScope(), key.MoveToOuterDisposeScope(), qkv.select(0, 2).MoveToOuterDisposeScope());

        Tensor Rotate(Tensor heads) => Accelerator.Current.ApplyRotaryInterleaved(heads, positions.Cos, positions.Sin);
    }

    /// <summary>Puts heads side by side: [B, H, L, dh] → [B, L, D].</summary>
    public static Tensor Join(Tensor heads)
    {
        var shape = heads.shape;
        return heads.transpose(1, 2).reshape(shape[0], shape[2], shape[1] * shape[3]);
    }

    public void Dispose()
    {
        _qkv.Dispose();
        _queryNorm.Dispose();
        _keyNorm.Dispose();
    }
}
