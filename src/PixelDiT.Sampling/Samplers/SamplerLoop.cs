using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling;

/// <summary>
/// The part every sampler shares: one dispose scope a step, cancellation before every evaluation, progress, the check for NaN.
/// Tensors are float32 throughout. Scalars of a step are computed in double from float32 sigmas, except where the reference's float32
/// rounding reaches the image: there they are float32 too.
/// </summary>
internal sealed class SamplerLoop
{
    private readonly IDenoiser _denoiser;
    private readonly SamplerContext _context;

    public SamplerLoop(IDenoiser denoiser, IReadOnlyList<double> sigmas, SamplerContext context)
    {
        _denoiser = denoiser;
        _context = context;
        Sigmas = sigmas;
    }

    /// <summary>The schedule.</summary>
    public IReadOnlyList<double> Sigmas { get; }

    /// <summary>Number of steps.</summary>
    public int Steps => Math.Max(Sigmas.Count - 1, 0);

    /// <summary>The model's time axis.</summary>
    public ModelSamplingFlow Sampling => _context.ModelSampling;

    /// <summary>Calls <paramref name="step"/> (latent, index) → next latent for every step of the schedule and returns the last latent.</summary>
    public Tensor Run(Tensor x, Func<Tensor, int, Tensor> step) => RunWhile(x, i => i < Steps, step);

    /// <summary>As <see cref="Run"/>, for solvers that choose their own steps: goes on while <paramref name="more"/> (index) says so.</summary>
    public Tensor RunWhile(Tensor x, Func<int, bool> more, Func<Tensor, int, Tensor> step)
    {
        var current = x.alias().DetachFromDisposeScope();
        try
        {
            for (var i = 0; more(i); i++)
            {
                var next = InScope(current, i, step);
                current.Dispose();
                current = next;
                RequireFinite(current, i);
            }
            return current.alias();
        }
        finally
        {
            current.Dispose();
        }
    }

    /// <summary>Predicted image at σ_i, reported as this step's progress.</summary>
    public Tensor Predict(Tensor x, int i)
    {
        var denoised = Denoise(x, Sigmas[i]);
        Report(i, x, denoised);
        return denoised;
    }

    /// <summary>As <see cref="Predict"/>, with the unconditional prediction that CFG++ samplers use.</summary>
    public GuidedPrediction PredictGuided(Tensor x, int i)
    {
        var prediction = DenoiseGuided(x, Sigmas[i]);
        Report(i, x, prediction.Denoised);
        return prediction;
    }

    /// <summary>Predicted image at any noise level, without progress: for the inner stages of a step.</summary>
    public Tensor Denoise(Tensor x, double sigma)
    {
        _context.Cancellation.ThrowIfCancellationRequested();
        return _denoiser.Denoise(x, (float)sigma);
    }

    /// <summary>As <see cref="Denoise"/>, with the unconditional prediction.</summary>
    public GuidedPrediction DenoiseGuided(Tensor x, double sigma)
    {
        _context.Cancellation.ThrowIfCancellationRequested();
        return _denoiser.DenoiseGuided(x, (float)sigma);
    }

    /// <summary>Fresh standard normal noise for a move from one noise level to a lower one.</summary>
    /// <exception cref="SamplingSettingException">The schedule rises: there is no noise to add on the way to more noise.</exception>
    public Tensor Noise(double sigma, double sigmaNext)
    {
        if (Sigmas[^1] > Sigmas[0])
        {
            throw new SamplingSettingException(
                "sigmas", $"a rising schedule ({Sigmas[0]:G6} to {Sigmas[^1]:G6})", $"falling values, because sampler '{_context.SamplerName}' adds noise");
        }
        return _context.Noise.Draw(sigma, sigmaNext);
    }

    /// <summary>Tells the caller about step <paramref name="i"/> of the schedule.</summary>
    public void Report(int i, Tensor x, Tensor denoised) => Report(i, Sigmas[i], x, denoised);

    /// <summary>Tells the caller about a step of the solver's own, at its own noise level. Steps beyond the schedule's count as its last.</summary>
    public void Report(int i, double sigma, Tensor x, Tensor denoised) =>
        _context.OnStep?.Invoke(new SamplingStep(Math.Min(i + 1, Steps), Steps, sigma, x, denoised));

    /// <summary>The error for step <paramref name="i"/> having given NaN or infinity.</summary>
    public NonFiniteLatentException NonFinite(int i) =>
        new(_context.SamplerName, i + 1, Steps, Sigmas[Math.Min(i, Sigmas.Count - 1)]);

    /// <summary>Throws when <paramref name="x"/>, the result of step <paramref name="i"/>, holds NaN or infinity.</summary>
    private void RequireFinite(Tensor x, int i)
    {
        // Per step rather than at the end: one reduction against a whole forward pass, and the error can name the step.
        using var scope = NewDisposeScope();
        if (!x.isfinite().all().item<bool>())
        {
            throw NonFinite(i);
        }
    }

    private static Tensor InScope(Tensor current, int i, Func<Tensor, int, Tensor> step)
    {
        using var scope = NewDisposeScope();
        var next = step(current, i);
        return (ReferenceEquals(next, current) ? next.alias() : next).DetachFromDisposeScope();
    }
}
