using PixelDiT.Models.Checkpoints;
using PixelDiT.Models.Layers;
using PixelDiT.Torch;
using static TorchSharp.torch;

namespace PixelDiT.Models.PixelDiT;

/// <summary>
/// A pixel block: every patch's pixels are compressed to one token, the tokens attend to each other, the result goes back to the pixels;
/// then an MLP on each pixel. Both are modulated for each pixel by its patch's token.
/// </summary>
internal sealed class PiTBlock : IDisposable
{
    // The modulation of all pixels is the largest activation: 6·Dp values a pixel. Up to this many bytes it is computed once for all patches;
    // beyond, patches go through in runs and the modulation is computed again for the MLP half, about 4 % more arithmetic for bounded memory.
    internal const long ModulationBudgetBytes = 256L << 20;

    // The MLP holds 4·Dp values a pixel between its two layers; runs of patches keep that in the processor's cache.
    internal const long MlpBudgetBytes = 1L << 20;

    private readonly PixelDiTConfig _config;
    private readonly Linear _modulation;
    private readonly RmsNorm _norm1;
    private readonly Linear _compress;
    private readonly AttentionHeads _heads;
    private readonly Linear _projection;
    private readonly Linear _expand;
    private readonly RmsNorm _norm2;
    private readonly Linear _mlpIn;
    private readonly Linear _mlpOut;
    private readonly long _patchesPerModulation;
    private readonly long _patchesPerMlp;

    public PiTBlock(WeightReader weights, PixelDiTConfig config, double eps)
    {
        _config = config;
        long flat = (long)config.PatchPixels * config.PixelWidth;
        _modulation = Linear.Read(weights.At("adaLN_modulation.0"), 6 * flat, config.Width, bias: true);
        _norm1 = RmsNorm.Read(weights.At("norm1"), config.PixelWidth, eps);
        _compress = Linear.Read(weights.At("compress_to_attn"), config.PixelAttentionWidth, flat, bias: true);
        _heads = new AttentionHeads(weights.At("attn"), "", config.PixelAttentionWidth, config.PixelAttentionHeads, eps);
        _projection = Linear.Read(weights.At("attn.proj"), config.PixelAttentionWidth, config.PixelAttentionWidth, bias: true);
        _expand = Linear.Read(weights.At("expand_from_attn"), flat, config.PixelAttentionWidth, bias: true);
        _norm2 = RmsNorm.Read(weights.At("norm2"), config.PixelWidth, eps);
        _mlpIn = Linear.Read(weights.At("mlp.fc1"), config.PixelMlpWidth, config.PixelWidth, bias: true);
        _mlpOut = Linear.Read(weights.At("mlp.fc2"), config.PixelWidth, config.PixelMlpWidth, bias: true);

        var elementBytes = weights.ComputeType == ScalarType.Float32 ? 4 : 2;
        _patchesPerModulation = Math.Max(1, ModulationBudgetBytes / (6 * flat * elementBytes));
        _patchesPerMlp = Math.Max(1, MlpBudgetBytes / ((long)config.PatchPixels * config.PixelMlpWidth * elementBytes));
    }

    /// <param name="x">Pixel tokens [B·L, P², Dp].</param>
    /// <param name="condition">Patch tokens [B·L, D].</param>
    /// <param name="batch">B.</param>
    /// <param name="positions">Rotary table of L rows for this block's head size.</param>
    /// <returns>[B·L, P², Dp].</returns>
    public Tensor Forward(Tensor x, Tensor condition, long batch, RotaryTable positions)
    {
        var patches = x.shape[0];
        var whole = patches <= _patchesPerModulation ? Modulation(condition) : null;

        var compressed = InRuns(patches, _patchesPerModulation, (start, count) =>
        {
            var m = whole ?? Modulation(condition.narrow(0, start, count));
            return Compress(x.narrow(0, start, count), m);
        });                                                                                             // [B·L, Da]
        var expanded = Attend(compressed.view(batch, patches / batch, _config.PixelAttentionWidth), positions)
            .view(patches, _config.PatchPixels, _config.PixelWidth);                                    // [B·L, P², Dp]

        return InRuns(patches, _patchesPerModulation, (start, count) =>
        {
            var m = whole ?? Modulation(condition.narrow(0, start, count));
            return Update(x.narrow(0, start, count), expanded.narrow(0, start, count), m);
        });                                                                                             // [B·L, P², Dp]
    }

    public void Dispose()
    {
        _modulation.Dispose();
        _norm1.Dispose();
        _compress.Dispose();
        _heads.Dispose();
        _projection.Dispose();
        _expand.Dispose();
        _norm2.Dispose();
        _mlpIn.Dispose();
        _mlpOut.Dispose();
    }

    /// <summary>[n, D] → shift, scale, gate of attention, then of the MLP: each [n, P², Dp], views of [n, P², 6, Dp].</summary>
    private Tensor[] Modulation(Tensor condition) =>
        _modulation.Forward(condition).view(condition.shape[0], _config.PatchPixels, 6, _config.PixelWidth).unbind(2);

    private Tensor Compress(Tensor x, Tensor[] m)
    {
        using var scope = NewDisposeScope();
        return _compress.Forward(_norm1.Modulate(x, shift: m[0], scale: m[1]).view(x.shape[0], -1)).MoveToOuterDisposeScope();      // [n, Da]
    }

    private Tensor Attend(Tensor tokens, RotaryTable positions)
    {
        using var scope = NewDisposeScope();
        var (query, key, value) = _heads.Forward(tokens, positions);                                    // [B, H, L, dh]
        var attended = AttentionHeads.Join(Accelerator.Current.Attention(query, key, value));           // [B, L, Da]
        return _expand.Forward(_projection.Forward(attended)).MoveToOuterDisposeScope();                // [B, L, P²·Dp]
    }

    private Tensor Update(Tensor x, Tensor attended, Tensor[] m)
    {
        using var scope = NewDisposeScope();
        x = Accelerator.Current.GatedAdd(x, m[2], attended);
        var input = _norm2.Modulate(x, shift: m[3], scale: m[4]);
        var output = InRuns(x.shape[0], _patchesPerMlp, (start, count) =>
            _mlpOut.Forward(nn.functional.gelu(_mlpIn.Forward(input.narrow(0, start, count)))));        // [n, P², Dp]
        return Accelerator.Current.GatedAdd(x, m[5], output).MoveToOuterDisposeScope();
    }

    /// <summary>Applies a function to runs of rows and puts the results together; what a run allocates is freed before the next one.</summary>
    private static Tensor InRuns(long rows, long rowsPerRun, Func<long, long, Tensor> function)
    {
        if (rows <= rowsPerRun)
        {
            return function(0, rows);
        }
        var parts = new List<Tensor>();
        for (long start = 0; start < rows; start += rowsPerRun)
        {
            using var scope = NewDisposeScope();
            parts.Add(function(start, Math.Min(rowsPerRun, rows - start)).MoveToOuterDisposeScope());
        }
        return cat(parts, 0);
    }
}
