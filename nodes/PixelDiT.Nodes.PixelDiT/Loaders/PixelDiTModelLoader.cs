using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Loaders;
using PixelDiT.Nodes.Core.Values;

namespace PixelDiT.Nodes.PixelDiT.Loaders;

/// <summary>A PixelDiT network and, where one is named, its text encoder.</summary>
[Node("PixelDiTModelLoader", Title = "PixelDiT Model Loader", Category = "PixelDiT",
    Description = "A PixelDiT model and its text encoder, and what is in the files. Weights are read when they are first needed.",
    SearchAliases = ["load diffusion model", "load checkpoint", "unet loader", "clip loader"])]
[Output("MODEL", Tooltip = "The model.")]
[Output("CLIP", Tooltip = "The text encoder; only where one is named.")]
[Output("STRING", "summary", Tooltip = "What is in the files.")]
public sealed class PixelDiTModelLoader : Node
{
    internal const string NoTextEncoder = "none";

    /// <summary>The network's file.</summary>
    [ComboInput(Source = typeof(DiffusionModelFiles), Tooltip = "The file of the network, in models/diffusion_models.")]
    public required string ModelName { get; set; }

    /// <summary>The text encoder's file, or <c>none</c>.</summary>
    [ComboInput(Source = typeof(TextEncoderChoices), Default = NoTextEncoder, Tooltip = "The file of the text encoder, in models/text_encoders. A class-conditional model needs none.")]
    public string TextEncoder { get; set; } = NoTextEncoder;

    /// <summary><c>cpu</c> keeps the text encoder on the CPU, which leaves the GPU's memory to the network.</summary>
    [ComboInput("default", "cpu", Default = "default", Optional = true, Advanced = true, Tooltip = "Where the text encoder runs; cpu leaves the GPU's memory to the network.")]
    public string TextEncoderDevice { get; set; } = "default";

    /// <inheritdoc />
    /// <exception cref="Models.Checkpoints.CheckpointException">A file is broken or holds another kind of model; the message says which.</exception>
    /// <exception cref="FileNotFoundException">There is no such file; the message lists near names.</exception>
    public override NodeResult Run(NodeContext context)
    {
        var model = (Model)new UNETLoader { UnetName = ModelName }.Run(context).Outputs[0]!;
        var notes = new NodeNotes(context.Logger);
        var summary = FileSummary.Of(model.Network.Path);
        object clip = new ExecutionBlocker("PixelDiT Model Loader was told no text encoder, so it has no CLIP to give: choose a file for text_encoder.");
        if (TextEncoder != NoTextEncoder)
        {
            var encoder = (Clip)new CLIPLoader { ClipName = TextEncoder, Type = UnsupportedTextEncoderException.Supported, Device = TextEncoderDevice }.Run(context).Outputs[0]!;
            summary += "\n" + FileSummary.Of(encoder.Encoder.Path);
            clip = encoder;
        }
        notes.Say(summary);
        return notes.On(NodeResult.Of(model, clip, summary));
    }
}

/// <summary>No text encoder, or the files of <c>models/text_encoders</c>.</summary>
internal sealed class TextEncoderChoices : IChoiceSource
{
    private static readonly TextEncoderFiles Files = new();

    /// <inheritdoc />
    public IReadOnlyList<string> GetChoices(NodeServices services) => [PixelDiTModelLoader.NoTextEncoder, .. Files.GetChoices(services)];

    /// <inheritdoc />
    public string? Describe(NodeServices services) => Files.Describe(services);
}
