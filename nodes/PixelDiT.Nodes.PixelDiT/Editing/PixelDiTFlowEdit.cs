using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Samplers;
using PixelDiT.Nodes.Core.Values;
using PixelDiT.Nodes.PixelDiT.Sampling;
using PixelDiT.Sampling;
using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.PixelDiT.Editing;

/// <summary>Changes what a picture shows from one description to another and leaves the rest as it is.</summary>
[Node("PixelDiTFlowEdit", Title = "PixelDiT FlowEdit", Category = "PixelDiT",
    Description = "Edits an image with FlowEdit: it moves from what the source prompt says to what the target prompt says. Nothing is inverted, and outside a mask every pixel stays.",
    SearchAliases = ["edit", "image editing", "flowedit", "inpaint", "change image"])]
[Output("IMAGE", Tooltip = "The edited images.")]
public sealed class PixelDiTFlowEdit : Node, IValidatesInputs
{
    private const string Uniform = "uniform";

    /// <summary>The model.</summary>
    [Input("MODEL", Tooltip = "The model.")]
    public required Model Model { get; set; }

    /// <summary>The images, [B, H, W, 3 or 4] in [0, 1], of any size.</summary>
    [Input("IMAGE", Tooltip = "The images to edit, of any size.")]
    public required Tensor Image { get; set; }

    /// <summary>What the images show.</summary>
    [Input("CONDITIONING", Tooltip = "What the images show.")]
    public required Conditioning Source { get; set; }

    /// <summary>What they shall show.</summary>
    [Input("CONDITIONING", Tooltip = "What they shall show.")]
    public required Conditioning Target { get; set; }

    /// <summary>What guidance leads away from, for source and target.</summary>
    [Input("CONDITIONING", Tooltip = "What guidance leads away from, for source and target alike.")]
    public required Conditioning Negative { get; set; }

    /// <summary>Steps T of the whole schedule.</summary>
    [IntInput(Default = 50, Min = 1, Max = 1000, Tooltip = "Steps of the whole schedule, of which the last n_max are taken.")]
    public int Steps { get; set; } = 50;

    /// <summary>How many of the steps are taken, counted from the last.</summary>
    [IntInput(Default = 33, Min = 0, Max = 1000, Tooltip = "How many of the steps are taken: more change more. 0 returns the image as it is. At most steps.")]
    public int NMax { get; set; } = 33;

    /// <summary>How many of the last steps sample the target alone.</summary>
    [IntInput(Default = 0, Min = 0, Max = 1000, Tooltip = "How many of the last steps sample the target alone: more loosen the tie to the image's structure. At most n_max.")]
    public int NMin { get; set; }

    /// <summary>Noise draws that each step averages over.</summary>
    [IntInput(Default = 1, Min = 1, Max = 64, Tooltip = "Noise draws that each step averages over: smoother, and as many times slower.")]
    public int NAvg { get; set; } = 1;

    /// <summary>Guidance scale of the source.</summary>
    [FloatInput(Default = 3.5, Min = 0.0, Max = 100.0, Step = 0.1, Round = 0.01, Tooltip = "Guidance scale of the source prompt. 1 switches guidance off.")]
    public double SourceCfg { get; set; } = 3.5;

    /// <summary>Guidance scale of the target.</summary>
    [FloatInput(Default = 13.5, Min = 0.0, Max = 100.0, Step = 0.1, Round = 0.01, Tooltip = "Guidance scale of the target prompt: higher edits follow it more strictly. 1 switches guidance off.")]
    public double TargetCfg { get; set; } = 13.5;

    /// <summary>The flow shift; 0 for the one of the size.</summary>
    [FloatInput(Default = FlowShift.Automatic, Min = 0.0, Max = 100.0, Step = 0.01, Tooltip = "Flow shift. 0 chooses by size (3 at 512x512, 4 at 1024x1024), unless a node before this one set it.")]
    public double Shift { get; set; } = FlowShift.Automatic;

    /// <summary>The noise schedule.</summary>
    [ComboInput(Source = typeof(EditSchedules), Default = Uniform, Tooltip = "How the noise levels are spread over the steps; uniform is FlowEdit's own.")]
    public string Scheduler { get; set; } = Uniform;

    /// <summary>Seed of the noise: the same number gives the same edit.</summary>
    [IntInput(Default = 0, Min = 0, Max = ulong.MaxValue, ControlAfterGenerate = true, Tooltip = "Seed of the noise: the same number gives the same edit.")]
    public ulong Seed { get; set; }

    /// <summary>Where the images may change, [1 or B, H, W]; of another size it is scaled.</summary>
    [Input("MASK", Optional = true, Tooltip = "Where the images may change: what is black in it keeps every pixel as it is.")]
    public Tensor? Mask { get; set; }

    /// <summary>Width in pixels of the mask's soft edge, on its inner side.</summary>
    [IntInput(Default = 0, Min = 0, Max = 256, Optional = true, Tooltip = "Width in pixels of a soft edge inside the mask. Pixels outside stay as they are all the same.")]
    public int Feather { get; set; }

    /// <summary>A schedule of one's own in place of steps, scheduler and shift.</summary>
    [Input("SIGMAS", Optional = true, Tooltip = "A schedule of one's own: noise levels from at most 1 down to 0. It takes the place of steps, scheduler and shift.")]
    public Sigmas? Sigmas { get; set; }

    /// <inheritdoc />
    public IReadOnlyList<string> ValidatedInputs { get; } = ["n_max", "n_min"];

    /// <inheritdoc />
    public string? ValidateInputs(ReceivedInputs inputs)
    {
        int? Constant(string name, int value) => inputs.Constants.ContainsKey(name) ? value : null;
        var (steps, nMax, nMin) = (Constant("steps", Steps), Constant("n_max", NMax), Constant("n_min", NMin));
        return nMax < 0 || nMax > 1000 ? $"n_max is {nMax}; expected 0 to 1000"
            : nMin < 0 ? $"n_min is {nMin}; expected 0 or more"
            : nMax > steps && !inputs.Links.ContainsKey("sigmas") ? $"n_max is {nMax}; expected at most the number of steps, {steps}"
            : nMin > nMax ? $"n_min is {nMin}; expected at most n_max, {nMax}"
            : null;
    }

    /// <inheritdoc />
    /// <exception cref="SamplingSettingException">Settings do not go together; the message names one.</exception>
    /// <exception cref="NonFiniteLatentException">A step gave NaN or infinity.</exception>
    public override NodeResult Run(NodeContext context)
    {
        using var scope = NewDisposeScope();
        var notes = new NodeNotes(context.Logger);
        var latent = PixelSpaceVae.Instance.Encode(Image); // [B, 3, H, W]
        var mask = Mask is null ? null : FittingMask.For(Mask, Image, notes);
        if (mask is not null && FittingMask.IsEmpty(mask))
        {
            notes.Warn("the mask is empty: nothing may change, so the image is returned as it is.");
        }
        using var model = Model.Open();
        var sampling = FlowShift.On(Model, Shift, latent.shape[3], latent.shape[2]).Sampling;
        var request = new FlowEditRequest
        {
            Model = model.Flow,
            ModelSampling = sampling,
            Patches = Model.Patches,
            PatchSize = model.PatchSize,
            Image = latent,
            Source = Source.Entries,
            SourceNegative = Negative.Entries,
            SourceCfg = SourceCfg,
            Target = Target.Entries,
            TargetNegative = Negative.Entries,
            TargetCfg = TargetCfg,
            Sigmas = (IReadOnlyList<double>?)Sigmas ?? Schedule(sampling),
            NMax = NMax,
            NMin = NMin,
            NAvg = NAvg,
            Seed = Seed,
            Mask = mask,
            Feather = Feather,
        };
        var edited = FlowEdit.Edit(request, step => context.Report(step.Step, step.Total, () => StepPreview.Encode(step.Edit, context.Services)), context.Cancellation);
        return notes.On(NodeResult.Of(ToImage(latent, edited).DetachFromDisposeScope()));
    }

    private double[] Schedule(ModelSamplingFlow sampling) =>
        Scheduler == Uniform ? FlowEdit.Schedule(Steps, sampling) : Schedulers.Compute(Scheduler, sampling, Steps);

    /// <summary>
    /// The edit as images. What is unchanged has the input's own values and not those of their way to [-1, 1] and back; an alpha channel comes along.
    /// </summary>
    private Tensor ToImage(Tensor latent, Tensor edited)
    {
        var image = PixelSpaceVae.Instance.Decode(edited); // [B, H, W, 3]
        var before = Image.narrow(3, 0, 3).to(ScalarType.Float32);
        var unchanged = edited.eq(latent).permute(0, 2, 3, 1); // [B, H, W, 3]
        var restored = before.where(unchanged, image);
        return Image.shape[3] == 3 ? restored : cat([restored, Image.narrow(3, 3, 1).to(ScalarType.Float32)], 3);
    }

    /// <summary>FlowEdit's own schedule, then ComfyUI's.</summary>
    internal sealed class EditSchedules : IChoiceSource
    {
        /// <inheritdoc />
        public IReadOnlyList<string> GetChoices(NodeServices services) => [Uniform, .. Schedulers.Names];
    }
}
