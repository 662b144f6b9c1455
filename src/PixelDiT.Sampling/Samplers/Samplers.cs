namespace PixelDiT.Sampling;

/// <summary>A sampler as KSampler offers it.</summary>
/// <param name="Name">ComfyUI's name.</param>
/// <param name="Sampler">The solver; stateless, may be shared.</param>
public sealed record SamplerDefinition(string Name, ISampler Sampler)
{
    /// <summary>KSampler computes one step more and drops the σ before the last, because the solver uses an evaluation beyond its last step.</summary>
    public bool DiscardsPenultimateSigma { get; init; }

    /// <summary>With a noise mask, the kept region is re-noised with noise of seed + 1 rather than the initial noise.</summary>
    public bool UsesFreshInpaintNoise { get; init; }

    /// <summary>Where the noise that the solver adds comes from; default independent draws.</summary>
    public StepNoiseKind StepNoise { get; init; }
}

/// <summary>Sources of the noise that solvers add.</summary>
public enum StepNoiseKind
{
    /// <summary>Independent draws on the latent's device.</summary>
    Independent,

    /// <summary>Increments of one Brownian path drawn on the CPU: the same on every device.</summary>
    BrownianOnCpu,

    /// <summary>Increments of one Brownian path drawn on the latent's device: faster there.</summary>
    BrownianOnDevice,
}

/// <summary>The samplers that can run, by ComfyUI's names.</summary>
public static class Samplers
{
    // In ComfyUI's order, ours after them: front ends show the list as it is and take the first as default.
    private static readonly SamplerDefinition[] All =
    [
        new("euler", new Euler()),
        new("euler_cfg_pp", new EulerCfgPlusPlus(eta: 0.0, noiseScale: 0.0)),
        new("euler_ancestral", new EulerAncestral()),
        new("euler_ancestral_cfg_pp", new EulerCfgPlusPlus(eta: 1.0, noiseScale: 1.0)),
        new("heun", new Heun()),
        new("heunpp2", new HeunPlusPlus2()),
        new("exp_heun_2_x0", new Seeds2(r: 1.0, eta: 0.0, Seeds2Weights.Phi2)),
        new("exp_heun_2_x0_sde", new Seeds2(r: 1.0, eta: 1.0, Seeds2Weights.Phi2)),
        new("dpm_2", new Dpm2(eta: 0.0)) { DiscardsPenultimateSigma = true },
        new("dpm_2_ancestral", new Dpm2(eta: 1.0)) { DiscardsPenultimateSigma = true },
        new("lms", new Lms()),
        new("dpm_fast", new DpmFast()),
        new("dpm_adaptive", new DpmAdaptive(new DpmAdaptiveOptions())),
        new("dpmpp_2s_ancestral", new Dpmpp2SAncestral()),
        new("dpmpp_2s_ancestral_cfg_pp", new Dpmpp2SAncestralCfgPlusPlus()),
        new("dpmpp_sde", new DpmppSde()) { StepNoise = StepNoiseKind.BrownianOnCpu },
        new("dpmpp_sde_gpu", new DpmppSde()) { StepNoise = StepNoiseKind.BrownianOnDevice },
        new("dpmpp_2m", new Dpmpp2M()),
        new("dpmpp_2m_cfg_pp", new Dpmpp2MCfgPlusPlus()),
        new("dpmpp_2m_sde", new DpmppMultistepSde(2, SdeSlopeWeight.Midpoint)) { StepNoise = StepNoiseKind.BrownianOnCpu },
        new("dpmpp_2m_sde_gpu", new DpmppMultistepSde(2, SdeSlopeWeight.Midpoint)) { StepNoise = StepNoiseKind.BrownianOnDevice },
        new("dpmpp_2m_sde_heun", new DpmppMultistepSde(2, SdeSlopeWeight.Heun)) { StepNoise = StepNoiseKind.BrownianOnCpu },
        new("dpmpp_2m_sde_heun_gpu", new DpmppMultistepSde(2, SdeSlopeWeight.Heun)) { StepNoise = StepNoiseKind.BrownianOnDevice },
        new("dpmpp_3m_sde", new DpmppMultistepSde(3, SdeSlopeWeight.Heun)) { StepNoise = StepNoiseKind.BrownianOnCpu },
        new("dpmpp_3m_sde_gpu", new DpmppMultistepSde(3, SdeSlopeWeight.Heun)) { StepNoise = StepNoiseKind.BrownianOnDevice },
        new("ddpm", new Ddpm()),
        new("lcm", new Lcm()),
        new("ipndm", new Ipndm(variableStep: false)),
        new("ipndm_v", new Ipndm(variableStep: true)),
        new("deis", new Deis()),
        new("res_multistep", new ResMultistep(eta: 0.0, cfgPlusPlus: false)),
        new("res_multistep_cfg_pp", new ResMultistep(eta: 0.0, cfgPlusPlus: true)),
        new("res_multistep_ancestral", new ResMultistep(eta: 1.0, cfgPlusPlus: false)),
        new("res_multistep_ancestral_cfg_pp", new ResMultistep(eta: 1.0, cfgPlusPlus: true)),
        new("gradient_estimation", new GradientEstimation(cfgPlusPlus: false)),
        new("gradient_estimation_cfg_pp", new GradientEstimation(cfgPlusPlus: true)),
        new("er_sde", new ErSde()),
        new("seeds_2", new Seeds2(r: 0.5, eta: 1.0, Seeds2Weights.Phi1)),
        new("seeds_3", new Seeds3()),
        new("sa_solver", new SaSolver(new SaSolverOptions())),
        new("sa_solver_pece", new SaSolver(new SaSolverOptions { EvaluatesCorrected = true })),
        new("ddim", new Euler()) { UsesFreshInpaintNoise = true },
        new("uni_pc", new UniPc(secondVariant: false)) { DiscardsPenultimateSigma = true },
        new("uni_pc_bh2", new UniPc(secondVariant: true)) { DiscardsPenultimateSigma = true },
        new("flow_dpm_solver", new FlowDpmSolver()),
        new("flow_adams_bashforth", new FlowAdamsBashforth()),
        new("heun_pec", new HeunPec()),
    ];

    /// <summary>ComfyUI's 44 names in its order, then PixelDiT's own.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(s => s.Name)];

    /// <summary>Looks a sampler up.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="UnknownSamplingNameException">No sampler has this name; the message lists those that exist.</exception>
    public static SamplerDefinition Get(string name) =>
        Array.Find(All, s => s.Name == name) ?? throw new UnknownSamplingNameException("sampler", name, Names);
}
