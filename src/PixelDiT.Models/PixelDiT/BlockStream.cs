using PixelDiT.Models.Checkpoints;
using PixelDiT.Models.Layers;
using PixelDiT.Torch;
using static TorchSharp.torch;

namespace PixelDiT.Models.PixelDiT;

/// <summary>How a checkpoint spells the modules of one stream of a patch block.</summary>
/// <param name="Suffix">What follows the names of its attention modules.</param>
/// <param name="Modulation">Its AdaLN linear.</param>
internal sealed record StreamNames(string Suffix, string Modulation)
{
    /// <summary>The image stream of an MM-DiT block.</summary>
    public static StreamNames Image { get; } = new("_x", "adaLN_modulation_img.0");

    /// <summary>The text stream of an MM-DiT block.</summary>
    public static StreamNames Text { get; } = new("_y", "adaLN_modulation_txt.0");

    /// <summary>The only stream of a class-conditional block.</summary>
    public static StreamNames Single { get; } = new("", "adaLN_modulation.0");

    public string Norm1 => $"norm{Suffix}1";

    public string Norm2 => $"norm{Suffix}2";

    public string Projection => $"attn.proj{Suffix}";

    public string Mlp => $"mlp{Suffix}";
}

/// <summary>One stream of a patch block: all of the block but the attention itself, where streams meet.</summary>
internal sealed class BlockStream(WeightReader weights, StreamNames names, PixelDiTConfig config, double eps) : IDisposable
{
    private readonly Linear _modulation = Linear.Read(weights.At(names.Modulation), 6L * config.Width, config.Width, bias: true);
    private readonly RmsNorm _norm1 = RmsNorm.Read(weights.At(names.Norm1), config.Width, eps);
    private readonly AttentionHeads _heads = new(weights.At("attn"), names.Suffix, config.Width, config.Heads, eps);
    private readonly Linear _projection = Linear.Read(weights.At(names.Projection), config.Width, config.Width, bias: true);
    private readonly RmsNorm _norm2 = RmsNorm.Read(weights.At(names.Norm2), config.Width, eps);
    private readonly SwiGlu _mlp = new(weights.At(names.Mlp), config.Width, config.MlpWidth);

    /// <summary>Shift, scale and gate of attention, then of the MLP: each [B, 1, D].</summary>
    /// <param name="condition">[B, D].</param>
    public Tensor[] Modulation(Tensor condition) => _modulation.Forward(condition).unsqueeze(1).chunk(6, -1);

    /// <summary>Queries, keys and values of the modulated tokens, each [B, H, L, dh].</summary>
    public (Tensor Query, Tensor Key, Tensor Value) Heads(Tensor x, Tensor[] m, RotaryTable positions) =>
        _heads.Forward(_norm1.Modulate(x, shift: m[0], scale: m[1]), positions);

    /// <summary>Adds what attention found, then the MLP: [B, L, D].</summary>
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
