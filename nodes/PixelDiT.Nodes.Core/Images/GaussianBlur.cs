using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Images;

/// <summary>The blur behind the filters: a Gaussian over a square that spans -1…1 whatever its radius, mirrored at the edges.</summary>
/// <remarks>Over rows, then over columns: the square's weights are products of the two, and the work grows with the radius, not with its square.</remarks>
internal static class GaussianBlur
{
    /// <summary>Blurs images [B, H, W, C]; a new contiguous tensor in the caller's dispose scope.</summary>
    /// <param name="images">The images.</param>
    /// <param name="radius">Pixels to each side, 1 or more.</param>
    /// <param name="sigma">Standard deviation, in radii.</param>
    /// <exception cref="PictureException">The images are too small to be mirrored that far.</exception>
    public static Tensor Apply(Tensor images, int radius, double sigma)
    {
        var (batch, height, width, channels) = (images.shape[0], images.shape[1], images.shape[2], images.shape[3]);
        if (radius >= height || radius >= width)
        {
            throw new PictureException($"A radius of {radius} pixels needs images of at least {radius + 1}x{radius + 1} pixels; these have {width}x{height}.");
        }
        using var scope = NewDisposeScope();
        var planes = images.permute(0, 3, 1, 2).reshape(batch * channels, 1, height, width);
        var weights = Weights(radius, sigma);
        var rows = nn.functional.conv2d(nn.functional.pad(planes, (radius, radius, 0, 0), PaddingModes.Reflect), weights.view(1, 1, 1, -1));
        var both = nn.functional.conv2d(nn.functional.pad(rows, (0, 0, radius, radius), PaddingModes.Reflect), weights.view(1, 1, -1, 1));
        return both.view(batch, channels, height, width).permute(0, 2, 3, 1).contiguous().MoveToOuterDisposeScope();
    }

    private static Tensor Weights(int radius, double sigma)
    {
        var weights = Enumerable.Range(-radius, (2 * radius) + 1).Select(i => (double)i / radius).Select(x => Math.Exp(-x * x / (2 * sigma * sigma))).ToArray();
        var sum = weights.Sum();
        return tensor(Array.ConvertAll(weights, w => (float)(w / sum)));
    }
}
