using PixelDiT.Graph.Nodes;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Images;

/// <summary>Images with a grey border to be painted, and the mask of it.</summary>
[Node("ImagePadForOutpaint", Title = "Pad Image for Outpainting", Category = "image/transform", Module = "nodes",
    Description = "Adds grey borders to images, and gives a mask that is white there and fades into the images.", SearchAliases = ["extend canvas", "expand image"])]
[Output("IMAGE")]
[Output("MASK")]
public sealed class ImagePadForOutpaint : Node
{
    /// <summary>The images, [B, H, W, C].</summary>
    [Input("IMAGE")]
    public required Tensor Image { get; set; }

    /// <summary>Border on the left, in pixels.</summary>
    [IntInput(Default = 0, Min = 0, Max = 16384, Step = 8)]
    public int Left { get; set; }

    /// <summary>Border above, in pixels.</summary>
    [IntInput(Default = 0, Min = 0, Max = 16384, Step = 8)]
    public int Top { get; set; }

    /// <summary>Border on the right, in pixels.</summary>
    [IntInput(Default = 0, Min = 0, Max = 16384, Step = 8)]
    public int Right { get; set; }

    /// <summary>Border below, in pixels.</summary>
    [IntInput(Default = 0, Min = 0, Max = 16384, Step = 8)]
    public int Bottom { get; set; }

    /// <summary>How far the mask fades into the images from a border, in pixels; not at all when that is half an image or more.</summary>
    [IntInput(Default = 40, Min = 0, Max = 16384, Step = 1, Advanced = true)]
    public int Feathering { get; set; } = 40;

    /// <inheritdoc />
    public override NodeResult Run(NodeContext context)
    {
        using var scope = NewDisposeScope();
        var (batch, height, width, channels) = (Image.shape[0], Image.shape[1], Image.shape[2], Image.shape[3]);
        var padded = full([batch, height + Top + Bottom, width + Left + Right, channels], 0.5, ScalarType.Float32);
        padded.narrow(1, Top, height).narrow(2, Left, width).copy_(Image);
        var mask = ones([1, height + Top + Bottom, width + Left + Right], ScalarType.Float32);
        mask.narrow(1, Top, height).narrow(2, Left, width).copy_(Fade(height, width));
        return NodeResult.Of(padded.DetachFromDisposeScope(), mask.DetachFromDisposeScope());
    }

    // ((f - d) / f)² at the distance d from the nearest border, 0 from f on.
    private Tensor Fade(long height, long width)
    {
        if (Feathering == 0 || 2L * Feathering >= height || 2L * Feathering >= width)
        {
            return zeros([height, width], ScalarType.Float32);
        }
        var distance = Distances(height, Top, Bottom).view(-1, 1).minimum(Distances(width, Left, Right).view(1, -1)); // [H, W]
        return ((Feathering - distance) / Feathering).clamp_min(0).square();
    }

    // An end without a border is as far away as can be.
    private static Tensor Distances(long length, int before, int after)
    {
        var distances = new float[length];
        for (var i = 0; i < length; i++)
        {
            distances[i] = Math.Min(before != 0 ? i : length, after != 0 ? length - i : length);
        }
        return tensor(distances);
    }
}
