namespace PixelDiT.Sampling;

/// <summary>Sampling produced NaN or infinity: the result would be a black image, so there is none.</summary>
public sealed class NonFiniteLatentException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="sampler">Sampler that was running.</param>
    /// <param name="step">The step after which the latent was first not finite, counted from 1.</param>
    /// <param name="totalSteps">Steps of the whole run.</param>
    /// <param name="sigma">Noise level at which that step's model evaluation began.</param>
    public NonFiniteLatentException(string sampler, int step, int totalSteps, double sigma)
        : base($"The latent holds NaN or infinity after step {step} of {totalSteps} of sampler '{sampler}' (sigma {sigma:G6}). "
            + "Either the model's output overflowed (try --fp32-unet or a lower cfg) or the checkpoint or conditioning holds NaN.")
    {
        Sampler = sampler;
        Step = step;
        TotalSteps = totalSteps;
        Sigma = sigma;
    }

    /// <summary>Sampler that was running.</summary>
    public string Sampler { get; }

    /// <summary>The step after which the latent was first not finite, counted from 1.</summary>
    public int Step { get; }

    /// <summary>Steps of the whole run.</summary>
    public int TotalSteps { get; }

    /// <summary>Noise level at which that step began.</summary>
    public double Sigma { get; }
}
