namespace PixelDiT.Models.Text;

/// <summary>How a prompt becomes conditioning.</summary>
public sealed record TextEncoderOptions
{
    /// <summary>The usual options.</summary>
    public static TextEncoderOptions Default { get; } = new();

    /// <summary>Length of the conditioning in tokens, T: 2 or more. Default: 300, the released network's; a network with a shorter text table gets that table's length.</summary>
    public int MaxLength { get; init; } = 300;

    /// <summary>Gemma-2's attention soft-capping: 50 as the model was trained, 0 for none. Default: 0, as in ComfyUI.</summary>
    public double AttentionSoftCap { get; init; }

    /// <summary>The text that goes before a prompt. Default null: the one that the network was trained with. Empty: none.</summary>
    public string? Instruction { get; init; }
}
