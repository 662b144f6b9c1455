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
        if (double.IsInfinity(sigma))
        {
            return (0.0, sigmaNext);
        }
        // In float32, like the reference: the difference of squares cancels, and the level reached is asked of the network.
        float from = (float)sigma, to = (float)sigmaNext;
        var up = MathF.Min(to, (float)eta * MathF.Sqrt(to * to * ((from * from) - (to * to)) / (from * from)));
        return (MathF.Sqrt((to * to) - (up * up)), up);
    }

    /// <summary>
    /// The same split for a flow, where the signal shrinks as 1-σ: go down to σ_d = σ'·(1 + η(σ'/σ - 1)), then scale by
    /// (1-σ')/(1-σ_d) and add noise of √(σ'² - σ_d²·((1-σ')/(1-σ_d))²), so that signal and noise end at 1-σ' and σ'.
    /// </summary>
    public static (double Down, double Scale, double Renoise) FlowAncestralStep(double sigma, double sigmaNext, double eta)
    {
        // In float32, like the reference: the level reached is asked of the network by some samplers.
        float from = (float)sigma, to = (float)sigmaNext;
        var down = to * (1f + (((to / from) - 1f) * (float)eta));
        var scale = (1f - to) / (1f - down);
        var renoise = MathF.Sqrt(MathF.Max((to * to) - (down * down * ((1f - to) * (1f - to)) / ((1f - down) * (1f - down))), 0f));
        return (down, scale, renoise);
    }

    /// <summary>t = -ln σ in float32, the time in which ComfyUI runs the DPM-Solver family.</summary>
    public static float LogTime(double sigma) => -MathF.Log((float)sigma);

    /// <summary>σ = e^(-t) in float32.</summary>
    public static float SigmaOfLogTime(float t) => MathF.Exp(-t);

    /// <summary>
    /// Weights of an exponential step from t to t' = t+h on the image prediction: x ← (e^(-t')/e^(-t))·x + (1 - e^(-h))·D. Rounded at each
    /// stage like the reference's float32, for which t' and h both come rounded; σ' = 0 (both +∞) gives 0 and 1.
    /// </summary>
    public static (double State, double Denoised) LogStep(float t, float next, float h) =>
        (SigmaOfLogTime(next) / SigmaOfLogTime(t), -(float)Expm1(-h));

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
