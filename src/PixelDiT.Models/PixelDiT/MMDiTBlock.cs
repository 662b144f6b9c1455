using PixelDiT.Models.Checkpoints;
using PixelDiT.Models.Layers;
using PixelDiT.Torch;
using static TorchSharp.torch;

namespace PixelDiT.Models.PixelDiT;

/// <summary>A patch block: image and text streams with weights of their own that meet in one attention, text first.</summary>
internal sealed class MMDiTBlock : IDisposable
{
    private readonly Stream _image;
    private readonly Stream _text;

    public MMDiTBlock(WeightReader weights, PixelDiTConfig config, double eps)
    {
        _image = new Stream(weights, "x", "img", config, eps);
        _text = new Stream(weights, "y", "txt", config, eps);
    }

    /// <param name="x">Image tokens [B, L, D].</param>
    /// <param name="y">Text tokens [B, T, D].</param>
    /// <param name="condition">SiLU of the time embedding [B, D].</param>
    /// <param name="imagePositions">Rotary table of L rows.</param>
    /// <param name="textPositions">Rotary table of T rows.</param>
    /// <param name="keepText">False in the last block, whose text tokens nothing reads.</param>
    /// <returns>The new x, and the new y or null.</returns>
    public (Tensor X, Tensor? Y) Forward(Tensor x, Tensor y, Tensor condition, RotaryTable imagePositions, RotaryTable textPositions, bool keepText)
    {
        var imageModulation = _image.Modulation(condition);
        var textModulation = _text.Modulation(condition);
        var attended = Attend(x, y, imageModulation, textModulation, imagePositions, textPositions, keepText);     // [B, (T+)L, D]
        if (!keepText)
        {
            return (_image.Update(x, attended, imageModulation), null);
        }
        var length = y.shape[1];
        var (attendedText, attendedImage) = (attended.narrow(1, 0, length), attended.narrow(1, length, x.shape[1]));
        return (_image.Update(x, attendedImage, imageModulation), _text.Update(y, attendedText, textModulation));
    }

    public void Dispose()
    {
        _image.Dispose();
        _text.Dispose();
    }

    private Tensor Attend(Tensor x, Tensor y, Tensor[] imageModulation, Tensor[] textModulation, RotaryTable imagePositions, RotaryTable textPositions, bool queryText)
    {
        using var scope = NewDisposeScope();
        var (qx, kx, vx) = _image.Heads(x, imageModulation, imagePositions);                    // [B, H, L, dh]
        var (qy, ky, vy) = _text.Heads(y, textModulation, textPositions);                       // [B, H, T, dh]
        var query = queryText ? cat([qy, qx], 2) : qx;                                          // [B, H, (T+)L, dh]
        var heads = Accelerator.Current.Attention(query, cat([ky, kx], 2), cat([vy, vx], 2));   // [B, H, (T+)L, dh]
        return AttentionHeads.Join(heads).MoveToOuterDisposeScope();                            // [B, (T+)L, D]
    }

    /// <summary>The weights of one stream.</summary>
    private sealed class Stream(WeightReader weights, string name, string modulation, PixelDiTConfig config, double eps) : IDisposable
    {
        private readonly Linear _modulation = Linear.Read(weights.At($"adaLN_modulation_{modulation}.0"), 6L * config.Width, config.Width, bias: true);
        private readonly RmsNorm _norm1 = RmsNorm.Read(weights.At($"norm_{name}1"), config.Width, eps);
        private readonly AttentionHeads _heads = new(weights.At("attn"), "_" + name, config.Width, config.Heads, eps);
        private readonly Linear _projection = Linear.Read(weights.At($"attn.proj_{name}"), config.Width, config.Width, bias: true);
        private readonly RmsNorm _norm2 = RmsNorm.Read(weights.At($"norm_{name}2"), config.Width, eps);
        private readonly SwiGlu _mlp = new(weights.At($"mlp_{name}"), config.Width, config.MlpWidth);

        /// <summary>Shift, scale and gate of attention, then of the MLP: each [B, 1, D].</summary>
        public Tensor[] Modulation(Tensor condition) => _modulation.Forward(condition).unsqueeze(1).chunk(6, -1);

        public (Tensor Query, Tensor Key, Tensor Value) Heads(Tensor x, Tensor[] m, RotaryTable positions) =>
            _heads.Forward(_norm1.Modulate(x, shift: m[0], scale: m[1]), positions);

        public Tensor Update(Tensor x, Tensor attended, Tensor[] m)
        {
            using var scope = NewDisposeScope();
            x = Accelerator.Current.GatedAdd(x, m[2], _projection.Forward(attended));
            return Accelerator.Current.GatedAdd(x, m[5], _mlp.Forward(_norm2.Modulate(x, shift: m[3], scale: m[4]))).MoveToOuterDisposeScope();
        }

        public void Dispose()
        {
            _modulation.Dispose();
            _norm1.Dispose();
            _heads.Dispose();
            _projection.Dispose();
            _norm2.Dispose();
            _mlp.Dispose();
        }
    }
}
