namespace PixelDiT.Imaging;

/// <summary>
/// How much two pictures of one size differ, over all of their pixels or over some. Colour pictures are compared channel by channel, and the channels count
/// alike: a change of hue at the same luminance is a change.
/// </summary>
public sealed class ImageComparison
{
    private readonly ReadOnlyMemory<float> _before;
    private readonly ReadOnlyMemory<float> _after;
    private readonly ReadOnlyMemory<bool> _counted;
    private readonly int _width;
    private readonly int _height;
    private readonly int _channels;
    private readonly double _range;

    /// <summary>Names the pictures; nothing is computed yet.</summary>
    /// <param name="before">Pixels [height, width, channels].</param>
    /// <param name="after">The same layout.</param>
    /// <param name="width">Width in pixels, 1 or more.</param>
    /// <param name="height">Height in pixels, 1 or more.</param>
    /// <param name="channels">Channels of a pixel, 1 or more.</param>
    /// <param name="range">Distance L between the darkest and the brightest value: 1 for [0, 1], 255 for bytes. Default 1.</param>
    /// <param name="counted">[height, width]: which pixels are looked at. Empty, the default, for all of them.</param>
    /// <exception cref="ArgumentException">Lengths and sizes do not agree, or the range is not a positive number.</exception>
    public ImageComparison(
        ReadOnlyMemory<float> before, ReadOnlyMemory<float> after, int width, int height, int channels, double range = 1, ReadOnlyMemory<bool> counted = default)
    {
        var pixels = (long)width * height;
        if (width < 1 || height < 1 || channels < 1 || before.Length != pixels * channels || after.Length != before.Length)
        {
            throw new ArgumentException($"Pictures of {before.Length} and {after.Length} values cannot be compared as {width}x{height} pixels of {channels} channels.", nameof(after));
        }
        if (!counted.IsEmpty && counted.Length != pixels)
        {
            throw new ArgumentException($"{counted.Length} pixels are marked as counted or not; the pictures have {pixels}.", nameof(counted));
        }
        if (!(range > 0) || !double.IsFinite(range))
        {
            throw new ArgumentException($"The range is {range}; expected a finite number above 0.", nameof(range));
        }
        (_before, _after, _width, _height, _channels, _range, _counted) = (before, after, width, height, channels, range, counted);
    }

    /// <summary>Mean of the squared differences over all values of the counted pixels; null when no pixel counts.</summary>
    public double? Mse()
    {
        var before = _before.Span;
        var after = _after.Span;
        var counted = _counted.Span;
        var (sum, pixels) = (0.0, 0L);
        for (var pixel = 0; pixel < _width * _height; pixel++)
        {
            if (counted.IsEmpty || counted[pixel])
            {
                pixels++;
                for (var i = pixel * _channels; i < (pixel + 1) * _channels; i++)
                {
                    var difference = (double)before[i] - after[i];
                    sum += difference * difference;
                }
            }
        }
        return pixels == 0 ? null : sum / (pixels * _channels);
    }

    /// <summary>Peak signal-to-noise ratio in decibels: 10·log₁₀(L²/MSE); +∞ for equal pictures, null when no pixel counts.</summary>
    public double? Psnr() => Mse() is { } mse ? 10 * Math.Log10(_range * _range / mse) : null;

    /// <summary>
    /// Mean structural similarity, at most 1 (Wang et al., "Image Quality Assessment: From Error Visibility to Structural Similarity", IEEE TIP 2004): windows
    /// of 11×11 pixels under a Gaussian of σ = 1.5, K1 = 0.01, K2 = 0.03, variances of the population. Only windows count that lie inside the picture and hold
    /// no pixel that is not counted, so that nothing outside has a say.
    /// </summary>
    /// <returns>Mean over windows and channels; null when there is no such window, as in a picture of less than 11 pixels a side.</returns>
    public double? Ssim()
    {
        var windows = SsimWindows.Of(_counted.Span, _width, _height);
        if (windows is null)
        {
            return null;
        }
        var filter = new SsimFilter(_width, _height, _channels, _range);
        var sum = 0.0;
        for (var channel = 0; channel < _channels; channel++)
        {
            sum += filter.Sum(_before.Span, _after.Span, channel, windows);
        }
        return sum / ((double)windows.Count * _channels);
    }
}
