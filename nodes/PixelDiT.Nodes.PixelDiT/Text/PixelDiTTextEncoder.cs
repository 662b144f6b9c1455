using PixelDiT.Graph.Nodes;
using PixelDiT.Models.Text;
using PixelDiT.Nodes.Core.Values;
using PixelDiT.Sampling;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.PixelDiT.Text;

/// <summary>Both prompts of a picture as the network understands them.</summary>
[Node("PixelDiTTextEncoder", Title = "PixelDiT Text Encoder", Category = "PixelDiT",
    Description = "Encodes the positive and the negative prompt at once, tells how many tokens they have and warns when one was cut.",
    SearchAliases = ["prompt", "text", "clip text encode", "conditioning"])]
[Output("CONDITIONING", "positive", Tooltip = "What the picture shall show.")]
[Output("CONDITIONING", "negative", Tooltip = "What the picture shall not show.")]
public sealed class PixelDiTTextEncoder : Node
{
    private const string On = "on";
    private const string Off = "off";
    private const string Custom = "custom";

    // Gemma-2's own attention soft-capping.
    private const double SoftCapping = 50;

    /// <summary>The text encoder.</summary>
    [Input("CLIP", Tooltip = "The text encoder.")]
    public required Clip Clip { get; set; }

    /// <summary>What the picture shall show; empty or blank stands for no text at all.</summary>
    [StringInput(Multiline = true, DynamicPrompts = true, Default = "", Tooltip = "What the picture shall show.")]
    public string Positive { get; set; } = "";

    /// <summary>What the picture shall not show; empty or blank stands for no text at all.</summary>
    [StringInput(Multiline = true, DynamicPrompts = true, Default = "", Tooltip = "What the picture shall not show. Empty is the usual choice.")]
    public string Negative { get; set; } = "";

    /// <summary>What goes before each prompt.</summary>
    [ComboInput(On, Off, Custom, Default = On,
        Tooltip = "The text that the model was trained with before every prompt: on puts it there, off leaves it out, custom takes the text below.")]
    public string Instruction { get; set; } = On;

    /// <summary>The text before each prompt when <see cref="Instruction"/> is <c>custom</c>, at most <see cref="MaxInstruction"/> characters.</summary>
    [StringInput(Multiline = true, Default = "", Optional = true, Tooltip = "Goes before each prompt when instruction is custom. At most 4000 characters.")]
    public string CustomInstruction { get; set; } = "";

    /// <summary>Whether Gemma-2's attention scores are soft-capped.</summary>
    [BooleanInput(Default = false, Optional = true, Advanced = true,
        Tooltip = "Limits the text encoder's attention scores as Gemma 2 was trained. ComfyUI leaves it off; prompts then give ComfyUI's pictures.")]
    public bool SoftCap { get; set; }

    /// <summary>Most characters of a custom instruction: every one of its tokens costs as much as one of the prompt.</summary>
    public const int MaxInstruction = 4000;

    /// <inheritdoc />
    /// <exception cref="SamplingSettingException">The custom instruction is too long.</exception>
    public override NodeResult Run(NodeContext context)
    {
        if (Instruction == Custom && CustomInstruction.Length > MaxInstruction)
        {
            throw new SamplingSettingException("custom_instruction", $"{CustomInstruction.Length} characters long", $"at most {MaxInstruction} characters");
        }
        using var scope = NewDisposeScope();
        var options = new TextEncoderOptions
        {
            AttentionSoftCap = SoftCap ? SoftCapping : 0,
            Instruction = Instruction switch { Off => "", Custom => CustomInstruction, _ => null },
        };
        var notes = new NodeNotes(context.Logger);
        return notes.On(NodeResult.Of(Encode("positive", Positive), Encode("negative", Negative)));

        Conditioning Encode(string name, string prompt)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            var encoded = Clip.Encode(prompt, options);
            // The network reads no mask: only the embeddings become part of the value.
            encoded.AttentionMask.Dispose();
            notes.Say($"{name}: {encoded.PromptTokens} of at most {encoded.PromptLimit} tokens");
            if (encoded.IsTruncated)
            {
                notes.Warn($"the {name} prompt has {encoded.PromptTokens} tokens; the last {encoded.PromptTokens - encoded.PromptLimit} do not fit and are left out.");
            }
            return new Conditioning([new ConditioningEntry(encoded.Embeddings)]);
        }
    }
}
