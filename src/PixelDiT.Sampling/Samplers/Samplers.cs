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
}

/// <summary>The samplers that can run, by ComfyUI's names.</summary>
public static class Samplers
{
    // In ComfyUI's order: front ends show the list as it is and take the first as default.
    private static readonly SamplerDefinition[] All =
    [
        new("euler", new Euler()),
        new("euler_ancestral", new EulerAncestral()),
        new("heun", new Heun()),
        new("dpmpp_2m", new Dpmpp2M()),
        new("lcm", new Lcm()),
        new("res_multistep", new ResMultistep(eta: 0.0, cfgPlusPlus: false)),
        new("res_multistep_cfg_pp", new ResMultistep(eta: 0.0, cfgPlusPlus: true)),
        new("res_multistep_ancestral", new ResMultistep(eta: 1.0, cfgPlusPlus: false)),
        new("res_multistep_ancestral_cfg_pp", new ResMultistep(eta: 1.0, cfgPlusPlus: true)),
        new("er_sde", new ErSde()),
        new("ddim", new Euler()) { UsesFreshInpaintNoise = true },
    ];

    /// <summary>Names of all samplers that can run, in ComfyUI's order.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(s => s.Name)];

    /// <summary>Looks a sampler up.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="UnknownSamplingNameException">No sampler has this name; the message lists those that exist.</exception>
    public static SamplerDefinition Get(string name) =>
        Array.Find(All, s => s.Name == name) ?? throw new UnknownSamplingNameException("sampler", name, Names);
}
