using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Values;
using PixelDiT.Sampling;

namespace PixelDiT.Nodes.Core.Samplers.Custom;

/// <summary>Sampling with solver and schedule from nodes of their own.</summary>
[Node("SamplerCustom", Category = "model/sampling/custom", Schema = NodeSchema.V3, Module = "comfy_extras.nodes_custom_sampler",
    Description = "Samples a latent, towards the positive conditioning and away from the negative one; solver and schedule come from other nodes.")]
[Output("LATENT", "output", Tooltip = "The latent at the end of the schedule.")]
[Output("LATENT", "denoised_output", Tooltip = "The picture that the last step predicted, whatever noise the schedule leaves.")]
public sealed class SamplerCustom : Node
{
    /// <summary>The model.</summary>
    [Input("MODEL")]
    public required Model Model { get; set; }

    /// <summary>False starts from the latent alone; stochastic solvers add their noise all the same.</summary>
    [BooleanInput(Default = true, Advanced = true)]
    public bool AddNoise { get; set; } = true;

    /// <summary>Seed of the noise.</summary>
    [IntInput(Default = 0, Min = 0, Max = ulong.MaxValue, ControlAfterGenerate = true)]
    public ulong NoiseSeed { get; set; }

    /// <summary>Guidance scale; 1 leaves the negative conditioning out.</summary>
    [FloatInput(Default = 8.0, Min = 0.0, Max = 100.0, Step = 0.1, Round = 0.01)]
    public double Cfg { get; set; } = 8.0;

    /// <summary>What the picture shall show.</summary>
    [Input("CONDITIONING")]
    public required Conditioning Positive { get; set; }

    /// <summary>What the picture shall not show.</summary>
    [Input("CONDITIONING")]
    public required Conditioning Negative { get; set; }

    /// <summary>The solver.</summary>
    [Input("SAMPLER")]
    public required SamplerDefinition Sampler { get; set; }

    /// <summary>The schedule; with fewer than two levels the latent stays as it is.</summary>
    [Input("SIGMAS")]
    public required Sigmas Sigmas { get; set; }

    /// <summary>Where sampling starts; it also sets size and batch.</summary>
    [Input("LATENT")]
    public required Latent LatentImage { get; set; }

    /// <inheritdoc />
    /// <exception cref="UnsupportedImageSizeException">The latent's width or height is no multiple of the model's patch.</exception>
    /// <exception cref="SamplingSettingException">The schedule cannot be walked, or a conditioning does not fit the model.</exception>
    /// <exception cref="NonFiniteLatentException">A step gave NaN or infinity.</exception>
    public override NodeResult Run(NodeContext context)
    {
        var guidance = new CfgGuidance { Positive = Positive.Entries, Negative = Negative.Entries, Cfg = Cfg };
        return SamplingRun.Of(new Guider(Model, guidance), new NoiseSource(NoiseSeed) { IsDisabled = !AddNoise }, Sampler, Sigmas, LatentImage, context);
    }
}
