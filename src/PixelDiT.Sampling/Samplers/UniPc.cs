using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling;

/// <summary>
/// <c>uni_pc</c> (B₁(h) = h) and <c>uni_pc_bh2</c> (B₂(h) = e^h - 1): the unified predictor-corrector of order 3 in data prediction
/// (Zhao et al., UniPC, arXiv:2302.04867, algorithms 5 and 6), in t = -ln σ with D_k = (D_{i-k} - D_i)/r_k, h negative here:
/// <code>
/// base = (σ'/σ)·x - (e^h - 1)·D
/// predict: x' = base - B(h)·Σ ρ_k·D_k,          correct: x' = base - B(h)·(Σ ρ_k·D_k + ρ_n·(D(x', σ') - D))
/// </code>
/// The first prediction takes no step, so the last of the n steps takes two. A schedule's final 0 becomes 0.001, which ComfyUI then
/// scales away like any early end of a flow: the result is divided by 0.999.
/// </summary>
internal sealed class UniPc(bool secondVariant) : ISampler
{
    private const double LastSigma = 0.001;

    public Tensor Sample(IDenoiser denoiser, Tensor x, IReadOnlyList<double> sigmas, SamplerContext context)
    {
        double[] s = [.. sigmas];
        var endsAtZero = s.Length > 0 && s[^1] == 0.0;
        if (endsAtZero)
        {
            s[^1] = (float)LastSigma;
        }
        var loop = new SamplerLoop(denoiser, s, context);
        // At least first order: with one step the reference would return the noise it was given.
        var order = Math.Max(Math.Min(3, s.Length - 2), 1);
        var times = UniPcTime.OfSigmas(s);
        using var predictions = new TensorHistory(order);
        return loop.Run(x, (x, i) =>
        {
            if (i == 0)
            {
                predictions.Push(loop.Predict(x, 0));
            }
            else
            {
                var stepOrder = i < order ? i : Math.Min(order, loop.Steps + 1 - i);
                x = Advance(loop, times, x, i, stepOrder, predictions, correct: true);
                loop.Report(i, x, predictions[0]);
            }
            if (i == loop.Steps - 1)
            {
                x = Advance(loop, times, x, loop.Steps, 1, predictions, correct: false);
                return endsAtZero ? x / (1.0 - s[^1]) : x;
            }
            return x;
        });
    }

    /// <summary>From σ_{i-1} to σ_i; a correction evaluates the model at σ_i and remembers its prediction.</summary>
    private Tensor Advance(SamplerLoop loop, UniPcTime[] times, Tensor x, int i, int order, TensorHistory predictions, bool correct)
    {
        UniPcTime from = times[i - 1], to = times[i];
        var last = predictions[0];
        var h = from.Lambda - to.Lambda;
        var ratios = new double[order];
        var differences = new Tensor[order - 1];
        for (var k = 1; k < order; k++)
        {
            ratios[k - 1] = (times[i - 1 - k].Lambda - from.Lambda) / -h;
            differences[k - 1] = (predictions[k] - last) / ratios[k - 1];
        }
        ratios[order - 1] = 1.0;
        var weights = new UniPcWeights(ratios, h, secondVariant);

        var start = (x * (to.Sigma / from.Sigma)) - (last * SamplerMath.Expm1(h));
        var predicted = start;
        var rho = weights.Predictor();
        for (var k = 0; k < rho.Length; k++)
        {
            predicted = predicted - (differences[k] * (weights.B * rho[k]));
        }
        if (!correct)
        {
            return predicted;
        }
        var denoised = loop.Denoise(predicted, loop.Sigmas[i]);
        rho = weights.Corrector();
        var corrected = start - ((denoised - last) * (weights.B * rho[^1]));
        for (var k = 0; k < differences.Length; k++)
        {
            corrected = corrected - (differences[k] * (weights.B * rho[k]));
        }
        predictions.Push(denoised);
        return corrected;
    }
}
