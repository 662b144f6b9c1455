using PixelDiT.Graph.Nodes;
using PixelDiT.Models.Lora;
using PixelDiT.Nodes.Core.Values;

namespace PixelDiT.Nodes.Core.Loaders;

/// <summary>A model and a text encoder, changed by a LoRA of <c>models/loras</c>.</summary>
[Node("LoraLoader", Title = "Load LoRA (Model and CLIP)", Category = "model/loaders", Module = "nodes", EssentialsCategory = "Image Generation",
    Description = "Changes a diffusion model and a text encoder by a LoRA, for example to teach them a style. Several of these nodes may follow each other.",
    SearchAliases = ["lora", "load lora", "apply lora", "lora loader", "lora model"])]
[Output("MODEL", Tooltip = "The changed diffusion model.")]
[Output("CLIP", Tooltip = "The changed text encoder.")]
public sealed class LoraLoader : Node, IFingerprinted
{
    /// <summary>The model; it is not changed.</summary>
    [Input("MODEL", Tooltip = "The diffusion model that the LoRA is applied to.")]
    public required Model Model { get; set; }

    /// <summary>The text encoder; it is not changed.</summary>
    [Input("CLIP", Tooltip = "The text encoder that the LoRA is applied to.")]
    public required Clip Clip { get; set; }

    /// <summary>The file.</summary>
    [ComboInput(Source = typeof(LoraFiles), Tooltip = "The file.")]
    public required string LoraName { get; set; }

    /// <summary>How strongly the model is changed: 1 as trained, 0 not at all, negative values in the opposite direction.</summary>
    [FloatInput(Default = 1.0, Min = -100.0, Max = 100.0, Step = 0.01, Tooltip = "How strongly the diffusion model is changed; may be negative.")]
    public double StrengthModel { get; set; } = 1.0;

    /// <summary>How strongly the text encoder is changed.</summary>
    [FloatInput(Default = 1.0, Min = -100.0, Max = 100.0, Step = 0.01, Tooltip = "How strongly the text encoder is changed; may be negative.")]
    public double StrengthClip { get; set; } = 1.0;

    /// <inheritdoc />
    public object? Fingerprint(NodeServices services) => LoraFiles.Stamp(services, LoraName);

    /// <inheritdoc />
    /// <exception cref="LoraMismatchException">The file was made for another model.</exception>
    /// <exception cref="PixelDiT.Models.Checkpoints.CheckpointException">The file is damaged or no LoRA, or does not fit the model's shapes.</exception>
    public override NodeResult Run(NodeContext context)
    {
        var (model, clip, ui) = LoraFiles.Apply(context, LoraName, Model, StrengthModel, Clip, StrengthClip);
        var result = NodeResult.Of(model, clip);
        return ui is null ? result : result.WithUi(ui);
    }
}
