using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling;

/// <summary>A noise level as UniPC's arithmetic sees it: σ and λ = -ln σ by way of the variance-preserving α and std.</summary>
/// <param name="Sigma">std/α.</param>
/// <param name="Lambda">ln(α/std).</param>
internal sealed record UniPcTime(double Sigma, double Lambda)
{
    /// <summary>
    /// α = (1+σ²)^(-1/2), std = √(1-α²), in float32 and by the tensor library's own log and exp, like the reference's: at its last σ, 0.001,
    /// 1 - α² has only four bits left, and the percents that costs reach the image.
    /// </summary>
    public static UniPcTime[] OfSigmas(IReadOnlyList<double> sigmas)
    {
        using var scope = NewDisposeScope();
        var s = tensor([.. sigmas.Select(v => (float)v)]);
        var logAlpha = ((s * s) + 1.0).reciprocal().log() * 0.5;
        var variance = 1.0 - (logAlpha * 2.0).exp();
        var sigma = (variance.sqrt() / logAlpha.exp()).data<float>().ToArray();
        var lambda = (logAlpha - (variance.log() * 0.5)).data<float>().ToArray();
        return [.. sigma.Zip(lambda, (a, b) => new UniPcTime(a, b))];
    }
}
