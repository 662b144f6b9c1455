using PixelDiT.Models.Checkpoints;
using PixelDiT.Models.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Models.PixelDiT;

/// <summary>
/// The text-to-image PixelDiT: its patch blocks are MM-DiT blocks, in which patch tokens and text tokens run side by side.
/// <see cref="PixelDiTNetwork.Forward"/> takes timesteps 1000·σ (1000 = noise, 0 = image) and text embeddings [B, T, text width] of any floating type (tokens beyond
/// the network's text table are left out); it returns the velocity noise - image, so the image is x - σ·velocity.
/// </summary>
public sealed class PixelDiTT2I : PixelDiTNetwork
{
    private readonly Linear _textEmbedder;
    private readonly RmsNorm _textNorm;
    private readonly Tensor _textPositions;     // [1, T, D]
    private readonly MMDiTBlock[] _patchBlocks;

    internal PixelDiTT2I(WeightReader weights, PixelDiTT2IConfig config, Device device, long weightBytes)
        : base(weights, config, device, weightBytes)
    {
        Config = config;
        _textEmbedder = Linear.Read(weights.At("y_embedder.proj"), config.Width, config.TextWidth, bias: true);
        _textNorm = RmsNorm.Read(weights.At("y_embedder.norm"), config.Width, Eps);
        _textPositions = weights.Small("y_pos_embedding", ComputeType, 1, config.TextLength, config.Width);
        _patchBlocks = [.. Enumerable.Range(0, config.PatchBlocks).Select(i => new MMDiTBlock(weights.At($"patch_blocks.{i}"), config, Eps))];
    }

    /// <inheritdoc cref="PixelDiTNetwork.Config"/>
    public new PixelDiTT2IConfig Config { get; }

    /// <inheritdoc cref="PixelDiTCheckpoint.Load(string, ComputePolicy?)"/>
    public static PixelDiTT2I Load(string path, ComputePolicy? policy = null) => PixelDiTCheckpoint.Load<PixelDiTT2I>(path, policy);

    private protected override Tensor PatchPath(Tensor s, Tensor time, Tensor condition, RotaryTable positions)
    {
        var length = (int)StreamTokens(condition.shape[1]);
        var textPositions = Positions.Text(length);
        var y = Text(condition, length);                                                                // [B, T, D]
        var c = nn.functional.silu(time);                                                               // [B, D]
        for (var i = 0; i < _patchBlocks.Length; i++)
        {
            var keepText = i < _patchBlocks.Length - 1 || StageObserver is not null;
            (s, y) = PatchBlock(i, s, y, c, positions, textPositions, keepText);
        }
        return s;
    }

    private protected override long StreamTokens(long tokens) => Math.Min(tokens, Config.TextLength);

    private protected override void CheckCondition(Tensor condition, long batch)
    {
        var text = condition.shape;
        if (text.Length != 3 || text[0] != batch || text[1] < 1 || text[2] != Config.TextWidth)
        {
            throw new ArgumentException($"context has shape {TensorEntry.Print(text)}; expected text embeddings [{batch}, T, {Config.TextWidth}]", nameof(condition));
        }
    }

    private protected override void DisposeConditionPath()
    {
        _textEmbedder.Dispose();
        _textNorm.Dispose();
        _textPositions.Dispose();
        Array.ForEach(_patchBlocks, b => b.Dispose());
    }

    /// <summary>One patch block; what it allocates besides its results is freed.</summary>
    private (Tensor S, Tensor Y) PatchBlock(int i, Tensor s, Tensor y, Tensor condition, RotaryTable image, RotaryTable text, bool keepText)
    {
        using var scope = NewDisposeScope();
        var (nextS, nextY) = _patchBlocks[i].Forward(s, y, condition, image, text, keepText);
        Observe($"patch_blocks.{i}.x", nextS);
        if (nextY is not null)
        {
            Observe($"patch_blocks.{i}.y", nextY);
        }
        return (nextS.MoveToOuterDisposeScope(), nextY?.MoveToOuterDisposeScope() ?? y);
    }

    private Tensor Text(Tensor context, int length)
    {
        var y = _textNorm.Forward(_textEmbedder.Forward(context.narrow(1, 0, length).to(ComputeType)));
        Observe("y_embedder", y);
        return y + _textPositions.narrow(1, 0, length);
    }
}
