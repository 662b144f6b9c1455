using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Values;
using PixelDiT.Sampling;

namespace PixelDiT.Nodes.Core.Samplers;

/// <summary>Turns noise into a picture, guided by two conditionings.</summary>
[Node("KSampler", Title = "KSampler", Category = "model/sampling", Module = "nodes",
    Description = "Denoises a latent with a model, towards the positive conditioning and away from the negative one.",
    SearchAliases = ["sampler", "sample", "generate", "denoise", "txt2img", "img2img"])]
[Output("LATENT", Tooltip = "The denoised latent.")]
public sealed class KSampler : Node
{
    /// <summary>The model.</summary>
    [Input("MODEL", Tooltip = "The model that removes the noise.")]
    public required Model Model { get; set; }

    /// <summary>Seed of the noise: the same number gives the same picture.</summary>
    [IntInput(Default = 0, Min = 0, Max = ulong.MaxValue, ControlAfterGenerate = true, Tooltip = "Seed of the noise.")]
    public ulong Seed { get; set; }

    /// <summary>Number of steps.</summary>
    [IntInput(Default = 20, Min = 1, Max = 10000, Tooltip = "Number of denoising steps.")]
    public int Steps { get; set; } = 20;

    /// <summary>Guidance scale; 1 leaves the negative conditioning out.</summary>
    [FloatInput(Default = 8.0, Min = 0.0, Max = 100.0, Step = 0.1, Round = 0.01,
        Tooltip = "Guidance scale: how strictly the picture follows the prompt. 1 switches guidance off and runs twice as fast.")]
    public double Cfg { get; set; } = 8.0;

    /// <summary>The solver.</summary>
    [ComboInput(Source = typeof(SamplerNames), Tooltip = "The solver.")]
    public required string SamplerName { get; set; }

    /// <summary>The noise schedule.</summary>
    [ComboInput(Source = typeof(SchedulerNames), Tooltip = "How the noise levels are spread over the steps.")]
    public required string Scheduler { get; set; }

    /// <summary>What the picture shall show.</summary>
    [Input("CONDITIONING", Tooltip = "What the picture shall show.")]
    public required Conditioning Positive { get; set; }

    /// <summary>What the picture shall not show.</summary>
    [Input("CONDITIONING", Tooltip = "What the picture shall not show.")]
    public required Conditioning Negative { get; set; }

    /// <summary>Where sampling starts; it also sets size and batch.</summary>
    [Input("LATENT", Tooltip = "Where sampling starts; sets the size and the number of pictures.")]
    public required Latent LatentImage { get; set; }

    /// <summary>Share of the way from noise to picture that is walked; below 1 the start image shows through.</summary>
    [FloatInput(Default = 1.0, Min = 0.0, AboveMin = true, Max = 1.0, Step = 0.01,
        Tooltip = "1 starts from pure noise; smaller values keep more of the start image.")]
    public double Denoise { get; set; } = 1.0;

    /// <inheritdoc />
    /// <exception cref="UnsupportedImageSizeException">The latent's width or height is no multiple of the model's patch.</exception>
    /// <exception cref="SamplingSettingException">A conditioning does not fit the model, or the mask is none.</exception>
    /// <exception cref="NonFiniteLatentException">A step gave NaN or infinity.</exception>
    public override NodeResult Run(NodeContext context) => SamplingRun.Of(
        (model, start) => new KSamplerRequest
        {
            Model = model,
            Latent = start,
            Positive = Positive.Entries,
            Negative = Negative.Entries,
            Seed = Seed,
            Steps = Steps,
            Cfg = Cfg,
            SamplerName = SamplerName,
            SchedulerName = Scheduler,
            Denoise = Denoise,
        },
        Model,
        LatentImage,
        context);
}
