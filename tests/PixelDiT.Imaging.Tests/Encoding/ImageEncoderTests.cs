namespace PixelDiT.Imaging.Tests;

public sealed class ImageEncoderTests
{
    [Test]
    public void Png_EveryChannelCountAndLevel_ComesBackExactly(
        [Values(1, 2, 3, 4)] int channels, [Values(0, 1, 2, 4, 6, 9)] int level)
    {
        var pixels = Pictures.Gradient(37, 21, channels);
        var image = ImageDecoder.Decode(ImageEncoder.Png(pixels, 37, 21, channels, level));
        Assert.Multiple(() =>
        {
            Assert.That((image.Width, image.Height, image.Frames, image.Format), Is.EqualTo((37, 21, 1, ImageFormat.Png)));
            Assert.That(image.HasAlpha, Is.EqualTo(channels is 2 or 4));
            Assert.That(image.Bytes(0).ToArray(), Is.EqualTo(Expand(pixels, channels)));
        });
    }

    [TestCase(1, 0)]
    [TestCase(2, 4)]
    [TestCase(3, 2)]
    [TestCase(4, 6)]
    public void Png_ChannelCount_IsTheColourTypeOfTheHeader(int channels, int colourType)
    {
        var header = Chunk.Walk(ImageEncoder.Png(Pictures.Gradient(5, 4, channels), 5, 4, channels))[0];
        Assert.That(header.Data, Is.EqualTo(new byte[] { 0, 0, 0, 5, 0, 0, 0, 4, 8, (byte)colourType, 0, 0, 0 }));
    }

    [Test]
    public void Png_OnePixel_IsAFile() =>
        Assert.That(ImageDecoder.Decode(ImageEncoder.Png([1, 2, 3], 1, 1, 3)).Bytes(0).ToArray(), Is.EqualTo(new byte[] { 1, 2, 3 }));

    [Test]
    public void Png_HigherLevel_IsSmaller()
    {
        var pixels = Pictures.Smooth(200, 200, 3);
        var sizes = new[] { 0, 1, 4 }.Select(level => ImageEncoder.Png(pixels, 200, 200, 3, level).Length).ToArray();
        Assert.That(sizes, Is.Ordered.Descending);
    }

    [TestCase(1)]
    [TestCase(3)]
    public void Jpeg_SmoothPicture_ComesBackClosely(int channels)
    {
        var pixels = Pictures.Smooth(64, 48, channels);
        var image = ImageDecoder.Decode(ImageEncoder.Jpeg(pixels, 64, 48, channels));
        Assert.Multiple(() =>
        {
            Assert.That((image.Width, image.Height, image.HasAlpha, image.Format), Is.EqualTo((64, 48, false, ImageFormat.Jpeg)));
            Assert.That(Pictures.MaxDifference(image.Bytes(0), Expand(pixels, channels)), Is.LessThanOrEqualTo(4));
        });
    }

    [Test]
    public void Jpeg_Alpha_IsDroppedNotBlended()
    {
        var image = ImageDecoder.Decode(ImageEncoder.Jpeg(Pictures.Flat(16, 16, 200, 100, 50, 0), 16, 16, 4));
        Assert.That(Pictures.MaxDifference(image.Bytes(0), Pictures.Flat(16, 16, 200, 100, 50)), Is.LessThanOrEqualTo(3));
    }

    [Test]
    public void Jpeg_LowerQuality_IsSmaller()
    {
        var pixels = Pictures.Gradient(64, 64, 3);
        Assert.That(ImageEncoder.Jpeg(pixels, 64, 64, 3, 30), Has.Length.LessThan(ImageEncoder.Jpeg(pixels, 64, 64, 3, 95).Length));
    }

    [TestCase(3)]
    [TestCase(4)]
    public void WebP_Lossless_ComesBackExactly(int channels)
    {
        var pixels = Pictures.Gradient(33, 20, channels);
        for (var i = 3; channels == 4 && i < pixels.Length; i += 4)
        {
            pixels[i] = (byte)(pixels[i] | 1); // colours under full transparency need not survive
        }

        var image = ImageDecoder.Decode(ImageEncoder.WebP(pixels, 33, 20, channels, lossless: true));
        Assert.Multiple(() =>
        {
            Assert.That((image.Format, image.HasAlpha), Is.EqualTo((ImageFormat.WebP, channels == 4)));
            Assert.That(image.Bytes(0).ToArray(), Is.EqualTo(pixels));
        });
    }

    [Test]
    public void WebP_Lossy_ComesBackClosely()
    {
        var pixels = Pictures.Smooth(64, 48, 3);
        var image = ImageDecoder.Decode(ImageEncoder.WebP(pixels, 64, 48, 3));
        Assert.That(Pictures.MaxDifference(image.Bytes(0), pixels), Is.LessThanOrEqualTo(8));
    }

    [Test]
    public void Encode_TooLargeForTheFormat_SaysTheLimit()
    {
        var row = new byte[16384 * 3];
        Assert.That(
            () => ImageEncoder.WebP(row, 16384, 1, 3),
            Throws.TypeOf<ImageException>().With.Property("Failure").EqualTo(ImageFailure.NotEncodable).And.Message.Contains("16383"));
    }

    [Test]
    public void Encode_WrongPixelCount_IsAnArgumentError() =>
        Assert.That(() => ImageEncoder.Png(new byte[10], 2, 2, 3), Throws.ArgumentException.With.Message.Contains("12"));

    [TestCase(-1)]
    [TestCase(10)]
    public void Png_LevelOutOfRange_IsAnArgumentError(int level) =>
        Assert.That(() => ImageEncoder.Png(new byte[3], 1, 1, 3, level), Throws.TypeOf<ArgumentOutOfRangeException>());

    [Test]
    public void Encode_FromManyThreads_GivesEachItsOwnPicture()
    {
        Parallel.For(0, 64, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            var pixels = Pictures.Flat(20 + i, 10, (byte)i, (byte)(i * 3), 7);
            foreach (var file in new[] { ImageEncoder.Png(pixels, 20 + i, 10, 3), ImageEncoder.WebP(pixels, 20 + i, 10, 3, lossless: true) })
            {
                Assert.That(ImageDecoder.Decode(file).Bytes(0).ToArray(), Is.EqualTo(pixels));
            }
        });
    }

    private static byte[] Expand(byte[] pixels, int channels) => channels switch
    {
        1 => pixels.SelectMany(v => new[] { v, v, v }).ToArray(),
        2 => pixels.Chunk(2).SelectMany(p => new[] { p[0], p[0], p[0], p[1] }).ToArray(),
        _ => pixels,
    };
}
