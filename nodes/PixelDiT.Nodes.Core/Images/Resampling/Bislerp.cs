using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Images.Resampling;

/// <summary>
/// ComfyUI's <c>bislerp</c>: as bilinear, first across, then down, but between the channel vectors of two pixels it walks on the sphere, and their lengths
/// are blended linearly. Vectors that point the same way give the first one, opposite ones a straight blend.
/// </summary>
internal static class Bislerp
{
    private const double Parallel = 1 - 1e-5;

    /// <summary>Resizes [B, C, H, W] to [B, C, height, width]; in the caller's dispose scope.</summary>
    public static Tensor Resize(Tensor samples, long width, long height)
    {
        using var scope = NewDisposeScope();
        return Along(Along(samples.to(ScalarType.Float32), 3, width), 2, height).MoveToOuterDisposeScope();
    }

    private static Tensor Along(Tensor samples, int dim, long length)
    {
        using var scope = NewDisposeScope();
        var places = arange(samples.shape[dim], ScalarType.Float32); // [old]
        var first = Spread(places, length);                                              // [new]
        var second = Spread((places + 1).clamp_max(samples.shape[dim] - 1), length);     // [new]
        var ratio = (first - first.floor()).view(dim == 3 ? [1, 1, 1, length] : [1, 1, length, 1]);
        return Slerp(
            samples.index_select(dim, first.to(ScalarType.Int64)),
            samples.index_select(dim, second.to(ScalarType.Int64)),
            ratio).MoveToOuterDisposeScope();
    }

    private static Tensor Spread(Tensor places, long length) =>
        nn.functional.interpolate(places.view(1, 1, 1, -1), [1, length], mode: InterpolationMode.Bilinear).view(length);

    // Between the vectors along dimension 1; ratio 0 is a, 1 is b.
    private static Tensor Slerp(Tensor a, Tensor b, Tensor ratio)
    {
        var (lengthA, lengthB) = (a.norm(1, keepdim: true), b.norm(1, keepdim: true)); // [B, 1, H, W]
        var (unitA, unitB) = (Unit(a, lengthA), Unit(b, lengthB));
        var dot = (unitA * unitB).sum(1, keepdim: true);
        var angle = dot.acos();
        var sine = angle.sin();
        var on = (((1 - ratio) * angle).sin() / sine * unitA) + ((ratio * angle).sin() / sine * unitB);
        on *= (lengthA * (1 - ratio)) + (lengthB * ratio);
        // The sine of the angle is next to nothing here.
        on = where(dot.gt(Parallel), a, on);
        return where(dot.lt(-Parallel), (a * (1 - ratio)) + (b * ratio), on);
    }

    private static Tensor Unit(Tensor vectors, Tensor lengths) => where(lengths.eq(0), zeros_like(vectors), vectors / lengths);
}
