using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Values;
using PixelDiT.Sampling;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Samplers;

/// <summary>What all sampler nodes share: opening the model, preparing the start, progress with previews, and the latents that come out.</summary>
internal static class SamplingRun
{
    /// <summary>Runs the custom samplers: the last latent of the schedule and the last predicted picture.</summary>
    /// <exception cref="UnsupportedImageSizeException">The latent's width or height is no multiple of the model's patch.</exception>
    /// <exception cref="SamplingSettingException">A setting is impossible.</exception>
    public static NodeResult Of(Guider guider, NoiseSource noise, SamplerDefinition sampler, Sigmas sigmas, Latent latent, NodeContext context) =>
        Of(guider.Model, latent, context, (flow, start, report) =>
        {
            var result = FlowSampling.Run(
                new FlowSamplingRequest
                {
                    Model = flow,
                    ModelSampling = guider.Model.Sampling,
                    Patches = guider.Model.Patches,
                    Guidance = guider.Guidance,
                    Sampler = sampler,
                    Sigmas = sigmas,
                    Noise = noise,
                    Latent = start,
                    BatchIndex = latent.BatchIndex,
                    NoiseMask = latent.NoiseMask,
                },
                report,
                context.Cancellation);
            return [result.Samples, result.Denoised];
        });

    /// <summary>Runs KSampler and KSamplerAdvanced.</summary>
    /// <param name="settings">What the node is told; model and latent are filled in here.</param>
    /// <param name="model">The model.</param>
    /// <param name="latent">Where sampling starts.</param>
    /// <param name="context">The node's surroundings.</param>
    /// <exception cref="UnsupportedImageSizeException">The latent's width or height is no multiple of the model's patch.</exception>
    /// <exception cref="SamplingSettingException">A setting is impossible.</exception>
    public static NodeResult Of(Func<IFlowModel, Tensor, KSamplerRequest> settings, Model model, Latent latent, NodeContext context) =>
        Of(model, latent, context, (flow, start, report) =>
        {
            var request = settings(flow, start) with
            {
                ModelSampling = model.Sampling,
                Patches = model.Patches,
                BatchIndex = latent.BatchIndex,
                NoiseMask = latent.NoiseMask,
            };
            return [Sampling.KSampler.Sample(request, report, context.Cancellation)];
        });

    private static NodeResult Of(Model model, Latent latent, NodeContext context, Func<IFlowModel, Tensor, Action<SamplingStep>, Tensor[]> sample)
    {
        using var scope = NewDisposeScope();
        using var open = model.Open();
        var start = EmptyStart.For(latent, open.Channels); // [B, C, H, W]
        UnsupportedImageSizeException.ThrowIfNot(start, open.PatchSize);
        var results = sample(open.Flow, start, Report);
        return NodeResult.Of([.. results.Select(r => latent with { Samples = r.DetachFromDisposeScope(), SpatialDownscale = null })]);

        void Report(SamplingStep step) => context.Report(step.Step, step.Total, () => StepPreview.Encode(step.Denoised, context.Services));
    }
}
