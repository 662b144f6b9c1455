using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling;

/// <summary>Everything an edit is told. Tensors are borrowed: never changed or disposed.</summary>
public sealed record FlowEditRequest
{
    /// <summary>The network.</summary>
    public required IFlowModel Model { get; init; }

    /// <summary>The model's time axis; default flow shift 4, multiplier 1000. The schedule itself is <see cref="Sigmas"/>.</summary>
    public ModelSamplingFlow ModelSampling { get; init; } = new();

    /// <summary>What model nodes changed about guidance, of source and target alike; default nothing.</summary>
    public GuidancePatches Patches { get; init; } = GuidancePatches.None;

    /// <summary>Side of the network's patches in pixels, 1 or more. Pictures of other sizes are padded to multiples of it. Default 16.</summary>
    public int PatchSize { get; init; } = 16;

    /// <summary>The pictures to edit, [B, 3, H, W] in [-1, 1] of any size from 1×1, any float dtype and device.</summary>
    public required Tensor Image { get; init; }

    /// <summary>What the pictures show, at least one entry.</summary>
    public required IReadOnlyList<ConditioningEntry> Source { get; init; }

    /// <summary>Negative conditioning beside <see cref="Source"/>; may be empty when <see cref="SourceCfg"/> is 1.</summary>
    public IReadOnlyList<ConditioningEntry> SourceNegative { get; init; } = [];

    /// <summary>What they shall show, at least one entry.</summary>
    public required IReadOnlyList<ConditioningEntry> Target { get; init; }

    /// <summary>Negative conditioning beside <see cref="Target"/>; may be empty when <see cref="TargetCfg"/> is 1.</summary>
    public IReadOnlyList<ConditioningEntry> TargetNegative { get; init; } = [];

    /// <summary>Guidance scale of the source, 0 or more; default 3.5. 1 leaves the negative conditioning out.</summary>
    public double SourceCfg { get; init; } = 3.5;

    /// <summary>Guidance scale of the target, 0 or more; default 13.5. 1 leaves the negative conditioning out.</summary>
    public double TargetCfg { get; init; } = 13.5;

    /// <summary>
    /// The T + 1 noise levels of T steps, each below the one before it, from at most 1 to 0: <see cref="FlowEdit.Schedule"/> or any of <see cref="Schedulers"/>.
    /// </summary>
    public required IReadOnlyList<double> Sigmas { get; init; }

    /// <summary>How many of the T steps are taken, counted from the last: 0 … T. Few keep more of the picture; 0 returns it as it is.</summary>
    public required int NMax { get; init; }

    /// <summary>How many of the last steps sample the target alone, 0 … <see cref="NMax"/>. Default 0, the paper's, keeps most of the picture's structure.</summary>
    public int NMin { get; init; }

    /// <summary>Noise draws that each step averages over, 1 or more; each costs an evaluation. Default 1.</summary>
    public int NAvg { get; init; } = 1;

    /// <summary>Seed of the noise, all of which comes from one CPU generator; default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>
    /// Where the pictures may change, [1 or B, H, W] from 0 to 1, any float dtype and device: 0 keeps a pixel bit for bit. Default null: everywhere.
    /// </summary>
    public Tensor? Mask { get; init; }

    /// <summary>Width in pixels of the soft edge that the mask gets on its inner side, 0 … 256: pixels outside the mask stay what they are. Default 0.</summary>
    public int Feather { get; init; }

    /// <summary>How the four rows of an evaluation are run; default by memory.</summary>
    public RowBatching Batching { get; init; }

    /// <summary>Steps T of the whole schedule.</summary>
    internal int Steps => Sigmas.Count - 1;

    /// <summary>Refuses settings that nothing can be computed from.</summary>
    /// <exception cref="SamplingSettingException">Names the first that is wrong.</exception>
    internal void Validate()
    {
        Require(Image.shape is [>= 1, 3, >= 1, >= 1], "image", $"of shape {Text(Image.shape)}", "pictures [batch, 3, height, width] in pixel space");
        Require(PatchSize >= 1, "patch_size", PatchSize, "1 or more");
        Require(Sigmas.Count >= 2 && Sigmas[0] <= 1 && Sigmas[^1] == 0 && Sigmas.Zip(Sigmas.Skip(1)).All(p => p.First > p.Second),
            "sigmas", $"[{string.Join(", ", Sigmas.Take(4).Select(s => s.ToString("G4")))}{(Sigmas.Count > 4 ? ", …" : "")}]", "at least two noise levels that fall from at most 1 to 0");
        Require(NMax >= 0 && NMax <= Steps, "n_max", NMax, $"a whole number from 0 to the number of steps, {Steps}");
        Require(NMin >= 0 && NMin <= NMax, "n_min", NMin, $"a whole number from 0 to n_max, {NMax}");
        Require(NAvg >= 1, "n_avg", NAvg, "1 or more");
        Require(double.IsFinite(SourceCfg) && SourceCfg >= 0, "source_cfg", SourceCfg, "a finite number, 0 or more");
        Require(double.IsFinite(TargetCfg) && TargetCfg >= 0, "target_cfg", TargetCfg, "a finite number, 0 or more");
        Require(Feather is >= 0 and <= 256, "feather", Feather, "0 to 256 pixels");
        if (Mask is not null)
        {
            var (batch, height, width) = (Image.shape[0], Image.shape[2], Image.shape[3]);
            Require(Mask.shape is [var rows, var h, var w] && (rows == 1 || rows == batch) && h == height && w == width,
                "mask", $"of shape {Text(Mask.shape)}", $"[1 or {batch}, {height}, {width}], the size of the pictures");
        }
    }

    private static void Require(bool good, string setting, object value, string expected)
    {
        if (!good)
        {
            throw new SamplingSettingException(setting, value, expected);
        }
    }

    private static string Text(long[] shape) => $"[{string.Join(", ", shape)}]";
}
