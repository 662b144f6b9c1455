using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Values;
using PixelDiT.Sampling;

namespace PixelDiT.Nodes.Core.Samplers;

/// <summary>A part of the way from noise to picture, so that several samplers can share it.</summary>
[Node("KSamplerAdvanced", Title = "KSampler (Advanced)", Category = "model/sampling", Module = "nodes",
    Description = "As KSampler, for some of the steps of a schedule: one can begin what another ends, with other settings.")]
[Output("LATENT", Tooltip = "The latent after the last step.")]
public sealed class KSamplerAdvanced : Node
{
    private const string Enable = "enable";
    private const string Disable = "disable";

    /// <summary>The model.</summary>
    [Input("MODEL")]
    public required Model Model { get; set; }

    /// <summary>Disable starts from the latent alone, as one does that goes on where another sampler stopped.</summary>
    [ComboInput(Enable, Disable, Advanced = true)]
    public required string AddNoise { get; set; }

    /// <summary>Seed of the noise: the same number gives the same picture.</summary>
    [IntInput(Default = 0, Min = 0, Max = ulong.MaxValue, ControlAfterGenerate = true)]
    public ulong NoiseSeed { get; set; }

    /// <summary>Number of steps of the whole way.</summary>
    [IntInput(Default = 20, Min = 1, Max = 10000)]
    public int Steps { get; set; } = 20;

    /// <summary>Guidance scale; 1 leaves the negative conditioning out.</summary>
    [FloatInput(Default = 8.0, Min = 0.0, Max = 100.0, Step = 0.1, Round = 0.01)]
    public double Cfg { get; set; } = 8.0;

    /// <summary>The solver.</summary>
    [ComboInput(Source = typeof(SamplerNames))]
    public required string SamplerName { get; set; }

    /// <summary>The noise schedule.</summary>
    [ComboInput(Source = typeof(SchedulerNames))]
    public required string Scheduler { get; set; }

    /// <summary>What the picture shall show.</summary>
    [Input("CONDITIONING")]
    public required Conditioning Positive { get; set; }

    /// <summary>What the picture shall not show.</summary>
    [Input("CONDITIONING")]
    public required Conditioning Negative { get; set; }

    /// <summary>Where sampling starts; it also sets size and batch.</summary>
    [Input("LATENT")]
    public required Latent LatentImage { get; set; }

    /// <summary>The first step that is taken, counted from 0. At or behind the last one the latent stays as it is.</summary>
    [IntInput(Default = 0, Min = 0, Max = 10000, Advanced = true)]
    public int StartAtStep { get; set; }

    /// <summary>The step before which sampling stops.</summary>
    [IntInput(Default = 10000, Min = 0, Max = 10000, Advanced = true)]
    public int EndAtStep { get; set; } = 10000;

    /// <summary>Enable leaves the noise of the step before which sampling stops, for the next sampler; disable makes the last step go all the way.</summary>
    [ComboInput(Disable, Enable, Advanced = true)]
    public required string ReturnWithLeftoverNoise { get; set; }

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
            Seed = NoiseSeed,
            Steps = Steps,
            Cfg = Cfg,
            SamplerName = SamplerName,
            SchedulerName = Scheduler,
            DisableNoise = AddNoise == Disable,
            StartStep = StartAtStep,
            LastStep = EndAtStep,
            ForceFullDenoise = ReturnWithLeftoverNoise == Disable,
        },
        Model,
        LatentImage,
        context);
}
