using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Values;
using PixelDiT.Sampling;

namespace PixelDiT.Nodes.Core.Samplers.Custom;

/// <summary>Sampling with noise, guidance, solver and schedule from nodes of their own.</summary>
[Node("SamplerCustomAdvanced", Category = "model/sampling/custom", Schema = NodeSchema.V3, Module = "comfy_extras.nodes_custom_sampler",
    Description = "Samples a latent; noise, guidance, solver and schedule come from other nodes.")]
[Output("LATENT", "output", Tooltip = "The latent at the end of the schedule.")]
[Output("LATENT", "denoised_output", Tooltip = "The picture that the last step predicted, whatever noise the schedule leaves.")]
public sealed class SamplerCustomAdvanced : Node
{
    /// <summary>The noise to start from; its seed is also that of stochastic solvers.</summary>
    [Input("NOISE")]
    public required NoiseSource Noise { get; set; }

    /// <summary>The model and what guides it.</summary>
    [Input("GUIDER")]
    public required Guider Guider { get; set; }

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
    public override NodeResult Run(NodeContext context) => SamplingRun.Of(Guider, Noise, Sampler, Sigmas, LatentImage, context);
}
