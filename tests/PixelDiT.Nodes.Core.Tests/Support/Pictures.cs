using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Values;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Tests.Support;

/// <summary>A tensor's content without the tensor.</summary>
internal sealed record Picture(long[] Shape, float[] Values)
{
    public static Picture Of(Tensor tensor)
    {
        using var whole = tensor.contiguous();
        return new Picture(tensor.shape, whole.data<float>().ToArray());
    }
}

/// <summary>A latent's content without its tensors.</summary>
internal sealed record LatentPicture(Picture Samples, Picture? Mask, long[]? BatchIndex, int? SpatialDownscale);

/// <summary>Makes small pictures, runs nodes on them and frees what they give.</summary>
internal static class Pictures
{
    /// <summary>A tensor of this shape and content, in the caller's dispose scope.</summary>
    public static Tensor Of(long[] shape, params float[] values) => tensor(values).view(shape);

    /// <summary>0, 1, 2 … in this shape, in the caller's dispose scope.</summary>
    public static Tensor Counting(params long[] shape) => arange(shape.Aggregate(1L, (a, b) => a * b), ScalarType.Float32).view(shape);

    public static Latent Latent(params long[] shape) => new() { Samples = Counting(shape) };

    /// <summary>The node's outputs that are tensors. They are freed, unless they are inputs that were passed on.</summary>
    public static Picture[] Run(this Node node)
    {
        var outputs = node.Run(new FakeContext()).Outputs.Cast<Tensor>().ToList();
        var pictures = outputs.ConvertAll(Picture.Of);
        Free(node, outputs);
        return [.. pictures];
    }

    /// <summary>The latents that the node gives, alone or as a list. Freed likewise.</summary>
    public static LatentPicture[] RunLatent(this Node node)
    {
        var output = node.Run(new FakeContext()).Outputs[0]!;
        var latents = output as IReadOnlyList<Latent> ?? [(Latent)output];
        var pictures = latents.Select(latent => new LatentPicture(
            Picture.Of(latent.Samples), latent.NoiseMask is { } mask ? Picture.Of(mask) : null, latent.BatchIndex?.ToArray(), latent.SpatialDownscale)).ToArray();
        Free(node, latents.SelectMany(latent => latent.Resources));
        return pictures;
    }

    private static void Free(Node node, IEnumerable<IDisposable> parts)
    {
        var inputs = node.GetType().GetProperties().Select(property => property.GetValue(node)).SelectMany(Parts).ToHashSet(ReferenceEqualityComparer.Instance);
        foreach (var part in parts.Where(part => !inputs.Contains(part)))
        {
            part.Dispose();
        }
    }

    private static IEnumerable<object> Parts(object? value) => value switch
    {
        Tensor tensor => [tensor],
        IHoldsResources many => many.Resources,
        IEnumerable<Latent> list => list.SelectMany(latent => latent.Resources),
        _ => [],
    };
}
