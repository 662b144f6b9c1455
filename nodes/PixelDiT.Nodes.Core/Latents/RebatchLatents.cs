using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Images;
using PixelDiT.Nodes.Core.Values;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Latents;

/// <summary>A list of latent batches, cut anew into batches of one size; every latent keeps its noise and its mask.</summary>
/// <remarks>
/// A batch ends early where the next latents have another size. Latents without a mask that get into a batch with masked ones change everywhere; masks
/// of other sizes than the latents' are resized to it.
/// </remarks>
[Node("RebatchLatents", Title = "Rebatch Latents", Category = "model/latent/batch", Schema = NodeSchema.V3, Module = "comfy_extras.nodes_rebatch", TakesLists = true,
    Description = "Joins all latents of a list and cuts them into batches of one size; the last batch, and one before latents of another size, may be smaller.")]
[Output("LATENT", IsList = true)]
public sealed class RebatchLatents : Node
{
    /// <summary>The batches.</summary>
    [Input("LATENT")]
    public required IReadOnlyList<Latent> Latents { get; set; }

    /// <summary>Latents in each batch; of a list the first number counts.</summary>
    [IntInput(Default = 1, Min = 1, Max = 4096)]
    public required IReadOnlyList<int> BatchSize { get; set; }

    /// <inheritdoc />
    public override NodeResult Run(NodeContext context)
    {
        using var scope = NewDisposeScope();
        var batches = new List<Latent>();
        var run = new List<OneLatent>();
        foreach (var one in Latents.SelectMany(Singles))
        {
            if (run.Count == BatchSize[0] || (run.Count > 0 && !run[0].FitsWith(one)))
            {
                batches.Add(Join(run));
                run.Clear();
            }
            run.Add(one);
        }
        if (run.Count > 0)
        {
            batches.Add(Join(run));
        }
        // Kept only once all are there.
        foreach (var part in batches.SelectMany(batch => batch.Resources).Cast<Tensor>())
        {
            part.DetachFromDisposeScope();
        }
        return NodeResult.Of(batches);
    }

    private IEnumerable<OneLatent> Singles(Latent latent, int place)
    {
        var offset = Latents.Take(place).Sum(before => before.Samples.shape[0]);
        var count = latent.Samples.shape[0];
        var masks = latent.NoiseMask is { } mask && count > 0 ? Batch.Fit(mask, count) : null;
        return latent.Indices(offset).Take((int)count).Select((index, i) =>
            new OneLatent(latent.Samples.narrow(0, i, 1), masks?.narrow(0, i, 1), index, latent.SpatialDownscale)).ToList();
    }

    private static Latent Join(List<OneLatent> run) => new()
    {
        Samples = cat(run.ConvertAll(one => one.Samples)),
        NoiseMask = JoinMasks(run),
        BatchIndex = [.. run.Select(one => one.Index)],
        SpatialDownscale = run[0].SpatialDownscale,
    };

    private static Tensor? JoinMasks(List<OneLatent> run)
    {
        if (run.TrueForAll(one => one.Mask is null))
        {
            return null;
        }
        var joined = cat(run.ConvertAll(one => one.MaskOfItsSize())); // [B, 1, H, W]
        return joined.eq(1).all().item<bool>() ? null : joined;
    }

    private sealed record OneLatent(Tensor Samples, Tensor? Mask, long Index, int? SpatialDownscale)
    {
        public bool FitsWith(OneLatent other) => Samples.shape.SequenceEqual(other.Samples.shape) && SpatialDownscale == other.SpatialDownscale;

        public Tensor MaskOfItsSize()
        {
            var (height, width) = (Samples.shape[2], Samples.shape[3]);
            return Mask is null ? ones([1, 1, height, width], ScalarType.Float32)
                : Mask.shape[2] == height && Mask.shape[3] == width ? Mask
                : Images.Resampling.Resize.Masks(Mask, width, height);
        }
    }
}
