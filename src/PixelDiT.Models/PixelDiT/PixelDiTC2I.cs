using PixelDiT.Models.Checkpoints;
using PixelDiT.Models.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Models.PixelDiT;

/// <summary>
/// The class-conditional PixelDiT: its patch blocks have one stream, and the class joins the time in what modulates them.
/// <see cref="PixelDiTNetwork.Forward"/> takes timesteps t (0 = noise, 1 = image) and class indices [B] int64, 0 … <see cref="PixelDiTC2IConfig.NullClass"/>
/// (<see cref="AnyNullClass"/> stands for the last); it returns the velocity image - noise, so the image is x + (1-t)·velocity.
/// </summary>
public sealed class PixelDiTC2I : PixelDiTNetwork
{
    /// <summary>The null class of whatever model, for those who do not know how many classes it has.</summary>
    public const long AnyNullClass = -1;

    private readonly WeightMatrix _classes;     // [classes + 1, D]
    private readonly DiTBlock[] _patchBlocks;

    internal PixelDiTC2I(WeightReader weights, PixelDiTC2IConfig config, Device device, long weightBytes)
        : base(weights, config, device, weightBytes)
    {
        Config = config;
        _classes = weights.Matrix("y_embedder.embedding_table.weight", config.Classes + 1, config.Width);
        _patchBlocks = [.. Enumerable.Range(0, config.PatchBlocks).Select(i => new DiTBlock(weights.At($"patch_blocks.{i}"), config, Eps))];
    }

    /// <inheritdoc cref="PixelDiTNetwork.Config"/>
    public new PixelDiTC2IConfig Config { get; }

    /// <inheritdoc cref="PixelDiTCheckpoint.Load(string, ComputePolicy?)"/>
    public static PixelDiTC2I Load(string path, ComputePolicy? policy = null) => PixelDiTCheckpoint.Load<PixelDiTC2I>(path, policy);

    private protected override Tensor PatchPath(Tensor s, Tensor time, Tensor condition, RotaryTable positions)
    {
        var rows = condition.remainder(Config.Classes + 1);     // -1 counts from the end
        var y = _classes.Rows(rows).to(ComputeType);                                                    // [B, D]
        Observe("y_embedder", y);
        var c = nn.functional.silu(time + y);                                                           // [B, D]
        for (var i = 0; i < _patchBlocks.Length; i++)
        {
            s = PatchBlock(i, s, c, positions);
        }
        return s;
    }

    private protected override long StreamTokens(long tokens) => 0;

    private protected override void CheckCondition(Tensor condition, long batch)
    {
        if (condition.dtype != ScalarType.Int64 || condition.shape is not [var rows] || rows != batch)
        {
            throw new ArgumentException($"classes has shape {TensorEntry.Print(condition.shape)} of {condition.dtype}; expected class indices [{batch}] of Int64", nameof(condition));
        }
        foreach (var index in condition.cpu().data<long>())
        {
            if (index < AnyNullClass || index > Config.NullClass)
            {
                throw new ArgumentException($"class {index} does not exist: this model knows the classes 0 to {Config.Classes - 1}, and {Config.NullClass} for none of them", nameof(condition));
            }
        }
    }

    private protected override void DisposeConditionPath()
    {
        _classes.Dispose();
        Array.ForEach(_patchBlocks, b => b.Dispose());
    }

    /// <summary>One patch block; what it allocates besides its result is freed.</summary>
    private Tensor PatchBlock(int i, Tensor s, Tensor condition, RotaryTable positions)
    {
        using var scope = NewDisposeScope();
        var next = _patchBlocks[i].Forward(s, condition, positions);
        Observe($"patch_blocks.{i}", next);
        return next.MoveToOuterDisposeScope();
    }
}
