using PixelDiT.Graph.Nodes;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Images;

/// <summary>Images of one colour.</summary>
[Node("EmptyImage", Title = "Empty Image", Category = "image", Module = "nodes", Description = "Images of one colour.")]
[Output("IMAGE")]
public sealed class EmptyImage : Node
{
    /// <summary>Width in pixels.</summary>
    [IntInput(Default = 512, Min = 1, Max = 16384, Step = 1)]
    public int Width { get; set; } = 512;

    /// <summary>Height in pixels.</summary>
    [IntInput(Default = 512, Min = 1, Max = 16384, Step = 1)]
    public int Height { get; set; } = 512;

    /// <summary>How many images.</summary>
    [IntInput(Default = 1, Min = 1, Max = 4096)]
    public int BatchSize { get; set; } = 1;

    /// <summary>The colour as 0xRRGGBB.</summary>
    [IntInput(Default = 0, Min = 0, Max = 0xFFFFFF, Step = 1, Options = """{"display": "color"}""")]
    public int Color { get; set; }

    /// <inheritdoc />
    public override NodeResult Run(NodeContext context)
    {
        using var scope = NewDisposeScope();
        var rgb = tensor(new[] { Channel(16), Channel(8), Channel(0) }); // [3]
        var image = rgb.expand(BatchSize, Height, Width, 3).contiguous(); // [B, H, W, 3]
        return NodeResult.Of(image.DetachFromDisposeScope());
    }

    // The division is made in double and then rounded, as the reference makes it.
    private float Channel(int shift) => (float)(((Color >> shift) & 0xFF) / 255.0);
}
