using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Samplers;
using PixelDiT.Nodes.Core.Values;
using PixelDiT.Sampling;
using static TorchSharp.torch;
using Solver = PixelDiT.Sampling.KSampler;

namespace PixelDiT.Nodes.PixelDiT.Sampling;

/// <summary>Makes pictures from conditionings: size, schedule, guidance, solver and decoding in one node.</summary>
[Node("PixelDiTSampler", Title = "PixelDiT Sampler", Category = "PixelDiT",
    Description = "Makes images from a model and its conditionings: size, flow shift, guidance and solver in one place. No VAE is needed.",
    SearchAliases = ["ksampler", "sample", "generate", "txt2img", "text to image"])]
[Output("IMAGE", Tooltip = "The images.")]
[Output("LATENT", Tooltip = "The same as a latent, for other samplers.")]
public sealed class PixelDiTSampler : Node
{
    /// <summary>The model.</summary>
    [Input("MODEL", Tooltip = "The model.")]
    public required Model Model { get; set; }

    /// <summary>What the pictures shall show.</summary>
    [Input("CONDITIONING", Tooltip = "What the images shall show.")]
    public required Conditioning Positive { get; set; }

    /// <summary>What the pictures shall not show.</summary>
    [Input("CONDITIONING", Tooltip = "What the images shall not show.")]
    public required Conditioning Negative { get; set; }

    /// <summary>The shape, or <c>exact size</c>.</summary>
    [ComboInput("1:1 (Square)", "2:3 (Portrait Photo)", "3:2 (Photo)", "3:4 (Portrait Standard)", "4:3 (Standard)",
        "9:16 (Portrait Widescreen)", "16:9 (Widescreen)", "21:9 (Ultrawide)", PictureSize.Exact, Default = "1:1 (Square)",
        Tooltip = "Width to height of the images, whose area megapixels sets; exact size takes width and height instead.")]
    public string AspectRatio { get; set; } = "1:1 (Square)";

    /// <summary>Area in units of 1024² pixels; for a shape.</summary>
    [FloatInput(Default = 1.0, Min = 0.0001, Max = 16.0, Step = 0.05, Tooltip = "Area of the images where a shape is chosen; 1.0 is 1024x1024 for a square. Both sides are rounded to the model's patches.")]
    public double Megapixels { get; set; } = 1.0;

    /// <summary>Width in pixels; for the exact size.</summary>
    [IntInput(Default = 1024, Min = 1, Max = 16384, Step = 16, Tooltip = "Width in pixels where exact size is chosen, a multiple of the model's patches.")]
    public int Width { get; set; } = 1024;

    /// <summary>Height in pixels; for the exact size.</summary>
    [IntInput(Default = 1024, Min = 1, Max = 16384, Step = 16, Tooltip = "Height in pixels where exact size is chosen, a multiple of the model's patches.")]
    public int Height { get; set; } = 1024;

    /// <summary>Number of pictures.</summary>
    [IntInput(Default = 1, Min = 1, Max = 64, Tooltip = "Number of images made at once.")]
    public int BatchSize { get; set; } = 1;

    /// <summary>Seed of the noise: the same number gives the same pictures.</summary>
    [IntInput(Default = 0, Min = 0, Max = ulong.MaxValue, ControlAfterGenerate = true, Tooltip = "Seed of the noise: the same number gives the same images.")]
    public ulong Seed { get; set; }

    /// <summary>Number of steps.</summary>
    [IntInput(Default = 30, Min = 1, Max = 10000, Tooltip = "Number of denoising steps.")]
    public int Steps { get; set; } = 30;

    /// <summary>Guidance scale; 1 leaves the negative conditioning out.</summary>
    [FloatInput(Default = 4.0, Min = 0.0, Max = 100.0, Step = 0.1, Round = 0.01, Tooltip = "Guidance scale: how strictly the images follow the prompt. 1 switches guidance off and runs twice as fast.")]
    public double Cfg { get; set; } = 4.0;

    /// <summary>The solver.</summary>
    [ComboInput(Source = typeof(SamplerNames), Default = "er_sde", Tooltip = "The solver.")]
    public string SamplerName { get; set; } = "er_sde";

    /// <summary>The noise schedule.</summary>
    [ComboInput(Source = typeof(SchedulerNames), Default = "simple", Tooltip = "How the noise levels are spread over the steps.")]
    public string Scheduler { get; set; } = "simple";

    /// <summary>The flow shift; 0 for the one of the size.</summary>
    [FloatInput(Default = FlowShift.Automatic, Min = 0.0, Max = 100.0, Step = 0.01, Tooltip = "Flow shift. 0 chooses by size (3 at 512x512, 4 at 1024x1024), unless a node before this one set it.")]
    public double Shift { get; set; } = FlowShift.Automatic;

    /// <summary>Noise level at and below which guidance is off.</summary>
    [FloatInput(Default = 0.0, Min = 0.0, Max = 1.0, Step = 0.01, Optional = true, Advanced = true, Tooltip = "Guidance is off at and below this noise level. Noise levels run from 1 (noise) to 0 (image).")]
    public double GuidanceLow { get; set; }

    /// <summary>Noise level at and above which guidance is off; 1 for none.</summary>
    [FloatInput(Default = 1.0, Min = 0.0, Max = 1.0, Step = 0.01, Optional = true, Advanced = true, Tooltip = "Guidance is off at and above this noise level; at 1 it is on from the start.")]
    public double GuidanceHigh { get; set; } = 1.0;

    /// <inheritdoc />
    /// <exception cref="UnsupportedImageSizeException">The exact size is no multiple of the model's patch.</exception>
    /// <exception cref="SamplingSettingException">Settings do not go together; the message names one.</exception>
    /// <exception cref="NonFiniteLatentException">A step gave NaN or infinity.</exception>
    public override NodeResult Run(NodeContext context)
    {
        using var scope = NewDisposeScope();
        using var model = Model.Open();
        var (width, height) = AspectRatio == PictureSize.Exact ? (Width, Height) : PictureSize.Of(AspectRatio, Megapixels, model.PatchSize);
        var start = zeros([BatchSize, model.Channels, height, width], ScalarType.Float32);
        UnsupportedImageSizeException.ThrowIfNot(start, model.PatchSize);
        var sampling = FlowShift.On(Model, Shift, width, height).Sampling;
        var request = new KSamplerRequest
        {
            Model = model.Flow,
            ModelSampling = sampling,
            Patches = Patches(),
            Positive = Positive.Entries,
            Negative = Negative.Entries,
            Latent = start,
            Seed = Seed,
            Steps = Steps,
            Cfg = Cfg,
            SamplerName = SamplerName,
            SchedulerName = Scheduler,
        };
        var samples = Solver.Sample(
            request,
            step => context.Report(step.Step, step.Total, () => StepPreview.Encode(step.Denoised, context.Services)),
            context.Cancellation);
        var notes = new NodeNotes(context.Logger);
        notes.Say(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{width}x{height} pixels, flow shift {sampling.Shift:0.###}"));
        var image = PixelSpaceVae.Instance.Decode(samples);
        return notes.On(NodeResult.Of(image.DetachFromDisposeScope(), new Latent { Samples = samples.DetachFromDisposeScope() }));
    }

    // At its ends the interval is open to what lies beyond: a run starts at 1 itself.
    private GuidancePatches Patches() => GuidanceLow <= 0 && GuidanceHigh >= 1
        ? Model.Patches
        : Model.Patches with { Interval = new GuidanceInterval(GuidanceLow, GuidanceHigh >= 1 ? double.PositiveInfinity : GuidanceHigh) };
}
