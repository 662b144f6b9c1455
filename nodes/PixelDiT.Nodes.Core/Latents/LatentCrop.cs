using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Values;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Latents;

/// <summary>A part of latents.</summary>
[Node("LatentCrop", Title = "Crop Latent", Category = "model/latent/transform", Module = "nodes",
    Description = "Cuts a rectangle out of latents.", SearchAliases = ["trim latent", "cut latent"])]
[Output("LATENT")]
public sealed class LatentCrop : Node
{
    private const int Smallest = 64;

    /// <summary>The latents. A noise mask is not cut, as in ComfyUI.</summary>
    [Input("LATENT")]
    public required Latent Samples { get; set; }

    /// <summary>Width in pixels; less where the latent ends.</summary>
    [IntInput(Default = 512, Min = 64, Max = 16384, Step = 8)]
    public int Width { get; set; } = 512;

    /// <summary>Height in pixels; less where the latent ends.</summary>
    [IntInput(Default = 512, Min = 64, Max = 16384, Step = 8)]
    public int Height { get; set; } = 512;

    /// <summary>Left edge in pixels; moved so that 64 pixels remain, where there are as many.</summary>
    [IntInput(Default = 0, Min = 0, Max = 16384, Step = 8)]
    public int X { get; set; }

    /// <summary>Upper edge in pixels; moved so that 64 pixels remain, where there are as many.</summary>
    [IntInput(Default = 0, Min = 0, Max = 16384, Step = 8)]
    public int Y { get; set; }

    /// <inheritdoc />
    public override NodeResult Run(NodeContext context)
    {
        using var scope = NewDisposeScope();
        var part = Cut(Cut(Samples.Samples, 2, Y, Height), 3, X, Width);
        return NodeResult.Of(Samples with { Samples = part.contiguous().DetachFromDisposeScope() });
    }

    private Tensor Cut(Tensor samples, int dim, int startPixels, int lengthPixels)
    {
        var size = samples.shape[dim];
        var start = Math.Max(0, Math.Min(Samples.Elements(startPixels), size - Samples.Elements(Smallest)));
        return samples.narrow(dim, start, Math.Min(Samples.Elements(lengthPixels), size - start));
    }
}
