using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling;

/// <summary>Formulas that several samplers share.</summary>
internal static class SamplerMath
{
    /// <summary>Derivative of the probability-flow ODE with respect to σ: (x - D)/σ; for a flow, the velocity.</summary>
    public static Tensor Slope(Tensor x, Tensor denoised, double sigma) => (x - denoised) / sigma;

    /// <summary>a·x + b·y.</summary>
    public static Tensor Combine(double a, Tensor x, double b, Tensor y) => (x * a) + (y * b);

    /// <summary>
    /// Splits a move σ → σ' of a variance-exploding process into a deterministic part down to the first value and fresh noise of the
    /// second: up = min(σ', η·√(σ'²(σ²-σ'²)/σ²)), down = √(σ'²-up²) (Karras et al., arXiv:2206.00364, appendix C; Song et al. 2021).
    /// σ = ∞ (a flow at its start) gives up = σ'.
    /// </summary>
    public static (double Down, double Up) AncestralStep(double sigma, double sigmaNext, double eta)
    {
        if (eta == 0.0)
        {
            return (sigmaNext, 0.0);
        }
        var ratio = sigmaNext / sigma;
        var up = Math.Min(sigmaNext, eta * sigmaNext * Math.Sqrt(Math.Max(1.0 - (ratio * ratio), 0.0)));
        return (Math.Sqrt(Math.Max((sigmaNext * sigmaNext) - (up * up), 0.0)), up);
    }

    /// <summary>
    /// The same split for a flow, where the signal shrinks as 1-σ: go down to σ_d = σ'·(1 + η(σ'/σ - 1)), then scale by
    /// (1-σ')/(1-σ_d) and add noise of √(σ'² - σ_d²·((1-σ')/(1-σ_d))²), so that signal and noise end at 1-σ' and σ'.
    /// </summary>
    public static (double Down, double Scale, double Renoise) FlowAncestralStep(double sigma, double sigmaNext, double eta)
    {
        var down = sigmaNext * (1.0 + (((sigmaNext / sigma) - 1.0) * eta));
        var scale = (1.0 - sigmaNext) / (1.0 - down);
        var renoise = Math.Sqrt(Math.Max((sigmaNext * sigmaNext) - (down * down * scale * scale), 0.0));
        return (down, scale, renoise);
    }

    /// <summary>
    /// The schedule with a first σ of 1 (or above) moved to the noise level at 0.01 % of the way, where the log signal-to-noise ratio is finite.
    /// </summary>
    public static double[] WithFiniteFirstSnr(IReadOnlyList<double> sigmas, ModelSamplingFlow sampling)
    {
        double[] moved = [.. sigmas];
        if (moved.Length > 1 && moved[0] >= 1.0)
        {
            moved[0] = (float)sampling.PercentToSigma(1e-4);
        }
        return moved;
    }

    /// <summary>e^x - 1 without cancellation near 0.</summary>
    public static double Expm1(double x)
    {
        if (Math.Abs(x) > 0.5)
        {
            return Math.Exp(x) - 1.0;
        }
        // e^x - 1 = 2·sinh(x/2)·e^(x/2); sinh is accurate near zero.
        return 2.0 * Math.Sinh(0.5 * x) * Math.Exp(0.5 * x);
    }

    /// <summary>h·φ₂(h) = (e^h - 1 - h)/h of exponential integrators (Hochbruck and Ostermann 2010); 0 at h = 0.</summary>
    public static double HPhi2(double h)
    {
        if (Math.Abs(h) < 1e-3)
        {
            // Series: the difference would cancel.
            return h / 2.0 * (1.0 + (h / 3.0 * (1.0 + (h / 4.0 * (1.0 + (h / 5.0))))));
        }
        return (Expm1(h) - h) / h;
    }
}
