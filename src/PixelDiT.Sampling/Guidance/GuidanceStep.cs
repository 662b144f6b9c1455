using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling;

/// <summary>The noise level of one evaluation, and what a model's patches make of guidance there.</summary>
internal readonly struct GuidanceStep(double sigma, GuidancePatches patches)
{
    // What std of a constant image is raised to, so that there is a ratio.
    private const double SmallestDeviation = 1e-8;

    /// <summary>Whether guidance acts at this noise level; if not, the result is the positive prediction.</summary>
    public bool IsGuided => patches.Interval?.Contains(sigma) ?? true;

    /// <summary>The scale to use here for a guider's own.</summary>
    public double Scale(double cfg) => patches.ScaleAt(sigma, cfg);

    /// <summary>U + cfg·(C - U), rescaled where the patches say so.</summary>
    public Tensor Guide(Tensor conditional, Tensor unconditional, double cfg)
    {
        var guided = unconditional + ((conditional - unconditional) * cfg);
        if (patches.Rescale == 0.0 || !IsGuided)
        {
            return guided;
        }
        var ratio = Deviation(conditional) / Deviation(guided).clamp_min(SmallestDeviation);    // [B, 1, 1, 1]
        return SamplerMath.Combine(patches.Rescale, guided * ratio, 1.0 - patches.Rescale, guided);
    }

    private static Tensor Deviation(Tensor images) => images.std([1, 2, 3], unbiased: true, keepdim: true);
}
