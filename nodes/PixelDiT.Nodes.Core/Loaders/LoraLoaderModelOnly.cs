using PixelDiT.Graph.Nodes;
using PixelDiT.Models.Lora;
using PixelDiT.Nodes.Core.Values;

namespace PixelDiT.Nodes.Core.Loaders;

/// <summary>A model, changed by a LoRA of <c>models/loras</c>; what the file says about a text encoder is left out.</summary>
[Node("LoraLoaderModelOnly", Title = "Load LoRA", Category = "model/loaders", Module = "nodes", EssentialsCategory = "Image Generation",
    Description = "Changes a diffusion model by a LoRA, for example to teach it a style. Several of these nodes may follow each other.",
    SearchAliases = ["lora", "load lora", "apply lora", "lora loader", "lora model"])]
[Output("MODEL", Tooltip = "The changed diffusion model.")]
public sealed class LoraLoaderModelOnly : Node, IFingerprinted
{
    /// <summary>The model; it is not changed.</summary>
    [Input("MODEL")]
    public required Model Model { get; set; }

    /// <summary>The file.</summary>
    [ComboInput(Source = typeof(LoraFiles))]
    public required string LoraName { get; set; }

    /// <summary>How strongly the model is changed: 1 as trained, 0 not at all, negative values in the opposite direction.</summary>
    [FloatInput(Default = 1.0, Min = -100.0, Max = 100.0, Step = 0.01)]
    public double StrengthModel { get; set; } = 1.0;

    /// <inheritdoc />
    public object? Fingerprint(NodeServices services) => LoraFiles.Stamp(services, LoraName);

    /// <inheritdoc />
    /// <exception cref="LoraMismatchException">The file was made for another model.</exception>
    /// <exception cref="PixelDiT.Models.Checkpoints.CheckpointException">The file is damaged or no LoRA, or does not fit the model's shapes.</exception>
    public override NodeResult Run(NodeContext context)
    {
        var (model, _, ui) = LoraFiles.Apply(context, LoraName, Model, StrengthModel, clip: null, clipStrength: 0);
        var result = NodeResult.Of(model);
        return ui is null ? result : result.WithUi(ui);
    }
}
