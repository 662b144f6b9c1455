using PixelDiT.Models;
using PixelDiT.Models.Lora;
using PixelDiT.Models.Text;

namespace PixelDiT.Nodes.Core.Values;

/// <summary>A value of type <c>CLIP</c>: a text encoder.</summary>
/// <remarks>Immutable. The weights belong to the model store; a value of this type keeps nothing in memory.</remarks>
public sealed record Clip
{
    /// <summary>The encoder; loaded when it is first used.</summary>
    public required ModelHandle<TextEncoder> Encoder { get; init; }

    /// <summary>LoRAs that change it, in the order in which they are applied; the same one may be there several times. Default: none.</summary>
    public IReadOnlyList<LoraUse> Loras { get; init; } = [];

    /// <summary>Encodes a text, with the LoRAs. The encoder is in memory meanwhile.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="options">The usual ones when null.</param>
    /// <returns>The conditioning; the caller disposes it.</returns>
    /// <exception cref="Models.Checkpoints.CheckpointException">The file cannot be used, or a LoRA not with it.</exception>
    /// <exception cref="FileNotFoundException">A file is gone.</exception>
    public TextConditioning Encode(string text, TextEncoderOptions? options = null)
    {
        using var encoder = Encoder.Rent();
        using var loras = LoraStack.Open(Loras, LoraTargets.OfTextEncoder(encoder.Model.Config.Parameters()), encoder.Model.Device);
        return encoder.Model.Encode(text, options, loras.Adapters);
    }
}
