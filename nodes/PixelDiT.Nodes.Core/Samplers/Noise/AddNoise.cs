using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Values;
using PixelDiT.Sampling;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Samplers.Noise;

/// <summary>A latent noised as far as a schedule goes, without sampling.</summary>
[Node("AddNoise", Category = "model/sampling/noise", Schema = NodeSchema.V3, Module = "comfy_extras.nodes_custom_sampler", Experimental = true,
    Description = "Mixes noise into a latent: as much as lies between the first and the last level of a schedule.")]
[Output("LATENT")]
public sealed class AddNoise : Node
{
    /// <summary>The model; a flow mixes σ·noise + (1 - σ)·picture.</summary>
    [Input("MODEL")]
    public required Model Model { get; set; }

    /// <summary>The noise.</summary>
    [Input("NOISE")]
    public required NoiseSource Noise { get; set; }

    /// <summary>The schedule; without levels the latent stays as it is, a single one is taken as the amount.</summary>
    [Input("SIGMAS")]
    public required Sigmas Sigmas { get; set; }

    /// <summary>The latent; it is not changed.</summary>
    [Input("LATENT")]
    public required Latent LatentImage { get; set; }

    /// <inheritdoc />
    /// <exception cref="SamplingSettingException">The amount is more than 1.</exception>
    public override NodeResult Run(NodeContext context)
    {
        if (Sigmas.Count == 0)
        {
            return NodeResult.Of(LatentImage);
        }
        var sigma = Sigmas.Count == 1 ? Sigmas[0] : Math.Abs(Sigmas[0] - Sigmas[^1]);
        if (sigma is not (>= 0.0 and <= 1.0))
        {
            throw new SamplingSettingException("sigmas", $"a schedule that adds {sigma:G6} of noise", "levels from 0 to 1");
        }
        using var scope = NewDisposeScope();
        var latent = LatentImage.Samples;
        var noise = Noise.Draw(latent.shape, LatentImage.BatchIndex).to(latent.device);
        var noised = (noise * sigma) + (latent.to(ScalarType.Float32) * (1.0 - sigma)); // [B, C, H, W]
        return NodeResult.Of(LatentImage with { Samples = noised.nan_to_num(0, 0, 0).DetachFromDisposeScope() });
    }
}
