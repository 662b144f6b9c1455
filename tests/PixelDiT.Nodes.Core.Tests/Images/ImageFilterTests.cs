using PixelDiT.Nodes.Core.Images;
using PixelDiT.Nodes.Core.Tests.Support;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Tests.Images;

[ReleasesTensors]
public class ImageFilterTests
{
    [Test]
    public void ImageBlur_Point_BecomesTheGaussian()
    {
        using var scope = NewDisposeScope();
        var image = zeros(1, 3, 3, 1);
        image[0, 1, 1, 0] = 1f;
        var result = new ImageBlur { Image = image, BlurRadius = 1, Sigma = 1 }.Run()[0];
        // Weights e^(-1/2), 1, e^(-1/2) over their sum; mirrored, the point is met once from the middle and twice from a side.
        var (side, middle) = (Math.Exp(-0.5) / (1 + (2 * Math.Exp(-0.5))), 1 / (1 + (2 * Math.Exp(-0.5))));
        var across = new[] { 2 * side, middle, 2 * side };
        Assert.That(result.Values, Is.EqualTo(across.SelectMany(y => across.Select(x => (float)(x * y)))).Within(1e-6f));
    }

    [Test]
    public void ImageSharpen_FlatImage_StaysAsItIs()
    {
        using var scope = NewDisposeScope();
        var result = new ImageSharpen { Image = full([1, 4, 4, 3], 0.4, ScalarType.Float32), Alpha = 5 }.Run()[0];
        Assert.That(result.Values, Is.All.EqualTo(0.4f).Within(1e-5f));
    }

    [Test]
    public void Filters_RadiusOfTheImage_SayWhatWouldDo()
    {
        using var scope = NewDisposeScope();
        var image = zeros(1, 4, 9, 3);
        Assert.That(() => new ImageBlur { Image = image, BlurRadius = 4 }.Run(), Throws.TypeOf<PictureException>().With.Message.Contains("at least 5x5").And.Message.Contains("9x4"));
        Assert.That(() => new ImageSharpen { Image = image, SharpenRadius = 4 }.Run(), Throws.TypeOf<PictureException>());
        Assert.That(new ImageBlur { Image = image, BlurRadius = 3 }.Run()[0].Shape, Is.EqualTo(image.shape));
    }

    [Test]
    public void ImageAddNoise_SameSeed_GivesTheSameGrainAndStrengthZeroNone()
    {
        using var scope = NewDisposeScope();
        var image = full([1, 2, 2, 3], 0.5, ScalarType.Float32);
        var (first, again) = (new ImageAddNoise { Image = image, Seed = 3 }.Run()[0], new ImageAddNoise { Image = image, Seed = 3 }.Run()[0]);
        Assert.That(again.Values, Is.EqualTo(first.Values));
        Assert.That(new ImageAddNoise { Image = image, Seed = 4 }.Run()[0].Values, Is.Not.EqualTo(first.Values));
        Assert.That(new ImageAddNoise { Image = image, Seed = 3, Strength = 0 }.Run()[0].Values, Is.All.EqualTo(0.5f));
    }
}
