using System.Globalization;

namespace PixelDiT.Nodes.PixelDiT.Sampling;

/// <summary>The size of a picture by shape and area.</summary>
internal static class PictureSize
{
    /// <summary>Takes width and height as they are given.</summary>
    public const string Exact = "exact size";

    /// <summary>A megapixel is 1024² pixels, as for the nodes of ComfyUI.</summary>
    private const double Megapixel = 1024.0 * 1024.0;

    /// <summary>The size of this area and shape that is nearest among those which can be cut into patches; at least one patch.</summary>
    /// <param name="ratio"><c>across:down</c>, such as <c>3:2</c>; what follows a blank says it in words.</param>
    /// <param name="megapixels">The area.</param>
    /// <param name="patchSize">Side of a patch in pixels.</param>
    public static (long Width, long Height) Of(string ratio, double megapixels, int patchSize)
    {
        var parts = ratio.Split(' ')[0].Split(':').Select(p => int.Parse(p, CultureInfo.InvariantCulture)).ToArray();
        var unit = Math.Sqrt(megapixels * Megapixel / (parts[0] * parts[1]));
        long Round(double pixels) => Math.Max((long)Math.Round(pixels / patchSize, MidpointRounding.ToEven), 1) * patchSize;
        return (Round(parts[0] * unit), Round(parts[1] * unit));
    }
}
