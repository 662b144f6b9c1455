namespace PixelDiT.Sampling;

/// <summary>
/// Solvers with settings of their own, as ComfyUI's sampler nodes make them. The defaults are those of the solver in <see cref="Samplers"/>
/// that has the name. <c>eta</c> is the share of noise in a step (0: none, an ODE solver), <c>noiseScale</c> (<c>s_noise</c>) multiplies it.
/// </summary>
public static class CustomSamplers
{
    /// <summary>The largest order of <see cref="Lms"/>.</summary>
    public const int MaxLmsOrder = 100;

    // Step factors of dpm_adaptive stay below 1 + π/2.
    private const double MaxAcceptSafety = 2.57;

    /// <summary>SamplerEulerAncestral.</summary>
    /// <param name="eta">0 or more.</param>
    /// <param name="noiseScale">0 or more.</param>
    /// <exception cref="SamplingSettingException">A setting is out of range.</exception>
    public static SamplerDefinition EulerAncestral(double eta = 1.0, double noiseScale = 1.0) =>
        new("euler_ancestral", new EulerAncestral(NotNegative("eta", eta), NotNegative("s_noise", noiseScale)));

    /// <summary>SamplerEulerAncestralCFGPP.</summary>
    /// <param name="eta">0 or more.</param>
    /// <param name="noiseScale">0 or more.</param>
    /// <exception cref="SamplingSettingException">A setting is out of range.</exception>
    public static SamplerDefinition EulerAncestralCfgPlusPlus(double eta = 1.0, double noiseScale = 1.0) =>
        new("euler_ancestral_cfg_pp", new EulerCfgPlusPlus(NotNegative("eta", eta), NotNegative("s_noise", noiseScale)));

    /// <summary>SamplerEulerCFGpp's version "alternative"; its version "regular" is <c>euler_cfg_pp</c>.</summary>
    public static SamplerDefinition EulerCfgPlusPlusAlternative() => new("euler_cfg_pp", new EulerCfgPlusPlusAlternative());

    /// <summary>SamplerLMS.</summary>
    /// <param name="order">1 … <see cref="MaxLmsOrder"/>; above about 6 the method is no longer stable.</param>
    /// <exception cref="SamplingSettingException">The order is out of range.</exception>
    public static SamplerDefinition Lms(int order = 4) => new("lms", new Lms(Whole("order", order, 1, MaxLmsOrder)));

    /// <summary>SamplerLCM.</summary>
    /// <param name="noiseScale">Factor of the noise at the first step, 0 or more.</param>
    /// <param name="lastNoiseScale">Factor at the last step, 0 or more; between them it changes evenly.</param>
    /// <param name="noiseClip">How many of its deviations the noise may reach, 0 or more; 0 does not cut it.</param>
    /// <exception cref="SamplingSettingException">A setting is out of range.</exception>
    public static SamplerDefinition Lcm(double noiseScale = 1.0, double lastNoiseScale = 1.0, double noiseClip = 0.0) => new(
        "lcm", new Lcm(NotNegative("s_noise", noiseScale), NotNegative("s_noise_end", lastNoiseScale), NotNegative("noise_clip_std", noiseClip)));

    /// <summary>SamplerDPMPP_2S_Ancestral.</summary>
    /// <param name="eta">0 or more.</param>
    /// <param name="noiseScale">0 or more.</param>
    /// <exception cref="SamplingSettingException">A setting is out of range.</exception>
    public static SamplerDefinition Dpmpp2SAncestral(double eta = 1.0, double noiseScale = 1.0) =>
        new("dpmpp_2s_ancestral", new Dpmpp2SAncestral(NotNegative("eta", eta), NotNegative("s_noise", noiseScale)));

    /// <summary>SamplerDPMPP_SDE.</summary>
    /// <param name="eta">0 or more.</param>
    /// <param name="noiseScale">0 or more.</param>
    /// <param name="r">Where in the step the second evaluation stands, above 0; ½ is the middle.</param>
    /// <param name="noiseOnDevice">Draw the noise on the latent's device rather than on the CPU.</param>
    /// <exception cref="SamplingSettingException">A setting is out of range.</exception>
    public static SamplerDefinition DpmppSde(double eta = 1.0, double noiseScale = 1.0, double r = 0.5, bool noiseOnDevice = false) =>
        Brownian("dpmpp_sde", new DpmppSde(NotNegative("eta", eta), NotNegative("s_noise", noiseScale), Positive("r", r)), noiseOnDevice);

    /// <summary>SamplerDPMPP_2M_SDE.</summary>
    /// <param name="weight">Its solver type.</param>
    /// <param name="eta">0 or more.</param>
    /// <param name="noiseScale">0 or more.</param>
    /// <param name="noiseOnDevice">Draw the noise on the latent's device rather than on the CPU.</param>
    /// <exception cref="SamplingSettingException">A setting is out of range.</exception>
    public static SamplerDefinition Dpmpp2MSde(
        SdeSlopeWeight weight = SdeSlopeWeight.Midpoint, double eta = 1.0, double noiseScale = 1.0, bool noiseOnDevice = false) =>
        Brownian("dpmpp_2m_sde", new DpmppMultistepSde(2, weight, NotNegative("eta", eta), NotNegative("s_noise", noiseScale)), noiseOnDevice);

    /// <summary>SamplerDPMPP_3M_SDE.</summary>
    /// <param name="eta">0 or more.</param>
    /// <param name="noiseScale">0 or more.</param>
    /// <param name="noiseOnDevice">Draw the noise on the latent's device rather than on the CPU.</param>
    /// <exception cref="SamplingSettingException">A setting is out of range.</exception>
    public static SamplerDefinition Dpmpp3MSde(double eta = 1.0, double noiseScale = 1.0, bool noiseOnDevice = false) => Brownian(
        "dpmpp_3m_sde",
        new DpmppMultistepSde(3, SdeSlopeWeight.Heun, NotNegative("eta", eta), NotNegative("s_noise", noiseScale)),
        noiseOnDevice);

    /// <summary>SamplerDPMAdaptative.</summary>
    /// <param name="options">Its settings.</param>
    /// <exception cref="SamplingSettingException">A setting is out of range.</exception>
    public static SamplerDefinition DpmAdaptive(DpmAdaptiveOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Whole("order", options.Order, 2, 3);
        NotNegative("rtol", options.RelativeTolerance);
        NotNegative("atol", options.AbsoluteTolerance);
        Require("rtol", options.RelativeTolerance, options.RelativeTolerance + options.AbsoluteTolerance > 0.0, "a number above 0 beside an atol of 0");
        Positive("h_init", options.FirstStep);
        NotNegative("pcoeff", options.Proportional);
        NotNegative("icoeff", options.Integral);
        NotNegative("dcoeff", options.Derivative);
        Require(
            "accept_safety", options.AcceptSafety, options.AcceptSafety is > 0.0 and < MaxAcceptSafety, $"a number above 0, below {MaxAcceptSafety}");
        NotNegative("eta", options.Eta);
        NotNegative("s_noise", options.NoiseScale);
        return new SamplerDefinition("dpm_adaptive", new DpmAdaptive(options));
    }

    /// <summary>SamplerER_SDE.</summary>
    /// <param name="kind">Its solver type: the noise scale function.</param>
    /// <param name="maxStage">Highest order, 1 … 3.</param>
    /// <param name="eta">0 or more; 0 is the ODE.</param>
    /// <param name="noiseScale">0 or more.</param>
    /// <exception cref="SamplingSettingException">A setting is out of range.</exception>
    public static SamplerDefinition ErSde(ErSdeKind kind = ErSdeKind.ErSde, int maxStage = 3, double eta = 1.0, double noiseScale = 1.0)
    {
        NotNegative("eta", eta);
        // The other two functions become the ODE's too at η = 0, but for a constant factor.
        return new("er_sde", new ErSde(eta == 0.0 ? ErSdeKind.Ode : kind, eta, NotNegative("s_noise", noiseScale), Whole("max_stage", maxStage, 1, 3)));
    }

    /// <summary>SamplerSASolver.</summary>
    /// <param name="sampling">The model's time axis, on which the noisy part of the way is laid.</param>
    /// <param name="eta">τ in that part, 0 or more.</param>
    /// <param name="startPercent">Where it starts, 0 … 1.</param>
    /// <param name="endPercent">Where it ends, <paramref name="startPercent"/> … 1.</param>
    /// <param name="noiseScale">0 or more.</param>
    /// <param name="predictorOrder">1 … 6.</param>
    /// <param name="correctorOrder">0 … 6; 0 is no corrector.</param>
    /// <param name="evaluatesCorrected">PECE: evaluate the model once more at the corrected state.</param>
    /// <param name="simpleOrder2">Take the paper's simplified weights where the order is 2.</param>
    /// <exception cref="SamplingSettingException">A setting is out of range, or the part is reversed.</exception>
    public static SamplerDefinition SaSolver(
        ModelSamplingFlow sampling,
        double eta = 1.0,
        double startPercent = 0.2,
        double endPercent = 0.8,
        double noiseScale = 1.0,
        int predictorOrder = 3,
        int correctorOrder = 4,
        bool evaluatesCorrected = false,
        bool simpleOrder2 = false)
    {
        ArgumentNullException.ThrowIfNull(sampling);
        Require("sde_start_percent", startPercent, startPercent is >= 0.0 and <= 1.0, "a number from 0 to 1");
        Require(
            "sde_end_percent", endPercent, endPercent >= startPercent && endPercent <= 1.0, $"a number from sde_start_percent, {startPercent:G6}, to 1");
        return new SamplerDefinition(evaluatesCorrected ? "sa_solver_pece" : "sa_solver", new SaSolver(new SaSolverOptions
        {
            Eta = NotNegative("eta", eta),
            NoisyRange = (sampling.PercentToSigma(startPercent), sampling.PercentToSigma(endPercent)),
            NoiseScale = NotNegative("s_noise", noiseScale),
            PredictorOrder = Whole("predictor_order", predictorOrder, 1, 6),
            CorrectorOrder = Whole("corrector_order", correctorOrder, 0, 6),
            EvaluatesCorrected = evaluatesCorrected,
            HasSimpleOrder2 = simpleOrder2,
        }));
    }

    /// <summary>SamplerSEEDS2.</summary>
    /// <param name="weights">Its solver type.</param>
    /// <param name="eta">0 or more.</param>
    /// <param name="noiseScale">0 or more.</param>
    /// <param name="r">Where in the step the second evaluation stands, above 0, at most 1.</param>
    /// <exception cref="SamplingSettingException">A setting is out of range.</exception>
    public static SamplerDefinition Seeds2(
        Seeds2Weights weights = Seeds2Weights.Phi1, double eta = 1.0, double noiseScale = 1.0, double r = 0.5)
    {
        Require("r", r, r is > 0.0 and <= 1.0, "a number above 0, at most 1");
        return new("seeds_2", new Seeds2(r, NotNegative("eta", eta), weights, NotNegative("s_noise", noiseScale)));
    }

    private static SamplerDefinition Brownian(string name, ISampler sampler, bool onDevice) => new(onDevice ? $"{name}_gpu" : name, sampler)
    {
        StepNoise = onDevice ? StepNoiseKind.BrownianOnDevice : StepNoiseKind.BrownianOnCpu,
    };

    private static double NotNegative(string setting, double value)
    {
        Require(setting, value, value >= 0.0 && double.IsFinite(value), "a finite number, 0 or more");
        return value;
    }

    private static double Positive(string setting, double value)
    {
        Require(setting, value, value > 0.0 && double.IsFinite(value), "a finite number greater than 0");
        return value;
    }

    private static int Whole(string setting, int value, int low, int high)
    {
        Require(setting, value, value >= low && value <= high, $"a whole number from {low} to {high}");
        return value;
    }

    private static void Require(string setting, object value, bool good, string expected)
    {
        if (!good)
        {
            throw new SamplingSettingException(setting, value, expected);
        }
    }
}
