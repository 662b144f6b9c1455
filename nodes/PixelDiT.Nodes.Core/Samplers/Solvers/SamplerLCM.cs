using PixelDiT.Graph.Nodes;
using PixelDiT.Sampling;

namespace PixelDiT.Nodes.Core.Samplers.Solvers;

/// <summary>Each step goes all the way to the picture and back up with fresh noise.</summary>
[Node("SamplerLCM", Category = "model/sampling/samplers", Schema = NodeSchema.V3, Module = "comfy_extras.nodes_advanced_samplers",
    Description = "lcm with settings: the strength of the fresh noise from first to last step.")]
[Output("SAMPLER")]
public sealed class SamplerLCM : Node
{
    /// <summary>Factor of the noise at the first step.</summary>
    [FloatInput(Name = "s_noise", Default = 1.0, Min = 0.0, Max = 64.0, Step = 0.01)]
    public double NoiseScale { get; set; } = 1.0;

    /// <summary>Factor at the last step; between them it changes evenly.</summary>
    [FloatInput(Name = "s_noise_end", Default = 1.0, Min = 0.0, Max = 64.0, Step = 0.01)]
    public double LastNoiseScale { get; set; } = 1.0;

    /// <summary>How many deviations the noise may reach; 0 does not cut it.</summary>
    [FloatInput(Name = "noise_clip_std", Default = 0.0, Min = 0.0, Max = 10.0, Step = 0.01)]
    public double NoiseClip { get; set; }

    /// <inheritdoc />
    /// <exception cref="SamplingSettingException">A setting is not a number.</exception>
    public override NodeResult Run(NodeContext context) => NodeResult.Of(CustomSamplers.Lcm(NoiseScale, LastNoiseScale, NoiseClip));
}
