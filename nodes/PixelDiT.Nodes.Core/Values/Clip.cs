using PixelDiT.Models;
using PixelDiT.Models.Text;

namespace PixelDiT.Nodes.Core.Values;

/// <summary>A value of type <c>CLIP</c>: a text encoder.</summary>
/// <remarks>Immutable. The weights belong to the model store; a value of this type keeps nothing in memory.</remarks>
public sealed record Clip
{
    /// <summary>The encoder; loaded when it is first used.</summary>
    public required ModelHandle<TextEncoder> Encoder { get; init; }
}
