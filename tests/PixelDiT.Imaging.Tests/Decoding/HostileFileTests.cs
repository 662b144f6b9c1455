using System.Text;

namespace PixelDiT.Imaging.Tests;

public sealed class HostileFileTests
{
    private static IEnumerable<TestCaseData> Files()
    {
        var pixels = Pictures.Gradient(64, 64, 3);
        yield return new TestCaseData(ImageEncoder.Png(pixels, 64, 64, 3)).SetArgDisplayNames("png");
        yield return new TestCaseData(ImageEncoder.Jpeg(pixels, 64, 64, 3)).SetArgDisplayNames("jpeg");
        yield return new TestCaseData(ImageEncoder.WebP(pixels, 64, 64, 3)).SetArgDisplayNames("webp");
        yield return new TestCaseData(TiffMaker.Make(new TiffPage(64, 64, 3, TiffMaker.Rgb, pixels))).SetArgDisplayNames("tiff");
        yield return new TestCaseData(GifMaker.Make(64, 64, new byte[12], new GifFrame(0, 0, 64, 64, new byte[64 * 64]))).SetArgDisplayNames("gif");
        yield return new TestCaseData(
            ApngMaker.Make([new ApngFrame(ImageEncoder.Png(pixels, 64, 64, 3)), new ApngFrame(ImageEncoder.Png(pixels, 64, 64, 3))]))
            .SetArgDisplayNames("apng");
    }

    [TestCaseSource(nameof(Files))]
    public void Decode_Truncated_IsAnErrorAtEveryLength(byte[] file)
    {
        foreach (var length in new[] { 12, 16, 30, 60, file.Length / 4, file.Length / 2, file.Length * 3 / 4 })
        {
            Assert.That(
                () => ImageDecoder.Decode(file.AsSpan(0, length), subject: "cat"),
                Throws.TypeOf<ImageException>().With.Message.StartsWith("cat: "), $"{length} of {file.Length} bytes");
        }
    }

    [TestCaseSource(nameof(Files))]
    public void Decode_FlippedBytes_GivesAPictureOrAnImageException(byte[] file)
    {
        var random = new Random(5);
        for (var round = 0; round < 150; round++)
        {
            var damaged = (byte[])file.Clone();
            for (var i = 0; i < 4; i++)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            try
            {
                var image = ImageDecoder.Decode(damaged, new ImageLimits { MaxPixels = 1 << 20 });
                Assert.That(image.Width * image.Height, Is.GreaterThan(0));
            }
            catch (ImageException error)
            {
                Assert.That(error.Message, Does.StartWith("image data: ").And.Contains("; expected "));
            }
        }
    }

    [TestCase("")]
    [TestCase("x")]
    [TestCase("this is no picture at all, only text")]
    [TestCase("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>")]
    [TestCase("%PDF-1.7 ...")]
    [TestCase("<html><script>alert(1)</script></html>")]
    public void Decode_NoPicture_SaysWhichFormatsAreRead(string content) => Assert.That(
        () => ImageDecoder.Decode(Encoding.ASCII.GetBytes(content)),
        Throws.TypeOf<ImageException>().With.Property("Failure").EqualTo(ImageFailure.UnknownFormat).And.Message.Contains("PNG"));

    [Test]
    public void Decode_DamagedFile_NamesTheFile()
    {
        var path = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"damaged-{Guid.NewGuid():N}.png");
        File.WriteAllBytes(path, ImageEncoder.Png(Pictures.Gradient(64, 64, 3), 64, 64, 3)[..300]);
        try
        {
            Assert.That(() => ImageDecoder.Decode(path), Throws.TypeOf<ImageException>().With.Message.StartsWith(path));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Test]
    public void Decode_MissingFile_IsAnIoError() =>
        Assert.That(() => ImageDecoder.Decode("/nonexistent/picture.png"), Throws.InstanceOf<IOException>());

    [Test]
    public void Decode_BombHeader_IsRefusedBeforeAnythingIsAllocated()
    {
        // 100,000 x 100,000: 30 GB once decoded; the pixels that would follow are missing, so only the header can have been read.
        var file = PngMaker.Make(100_000, 100_000, 8, PngMaker.Rgb, new byte[100_000]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.That(
            () => ImageDecoder.Decode(file),
            Throws.TypeOf<ImageException>().With.Property("Failure").EqualTo(ImageFailure.TooLarge).And.Message.Contains("100000 x 100000"));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(1_000_000));
    }

    [Test]
    public void Decode_AtTheLimit_IsReadAndAboveIsNot()
    {
        var file = ImageEncoder.Png(Pictures.Gradient(10, 10, 3), 10, 10, 3);
        Assert.Multiple(() =>
        {
            Assert.That(ImageDecoder.Decode(file, new ImageLimits { MaxPixels = 100 }).Width, Is.EqualTo(10));
            Assert.That(() => ImageDecoder.Decode(file, new ImageLimits { MaxPixels = 99 }), Throws.TypeOf<ImageException>());
        });
    }

    [Test]
    public void Decode_AnimationOverTheLimits_CountsAllFrames()
    {
        var frames = Enumerable.Range(0, 5).Select(_ => new GifFrame(0, 0, 2, 2, [0, 1, 2, 3])).ToArray();
        var file = GifMaker.Make(2, 2, new byte[12], frames);
        Assert.Multiple(() =>
        {
            Assert.That(() => ImageDecoder.Decode(file, new ImageLimits { MaxPixels = 19 }), Throws.TypeOf<ImageException>());
            Assert.That(() => ImageDecoder.Decode(file, new ImageLimits { MaxFrames = 4 }), Throws.TypeOf<ImageException>().With.Message.Contains("5 frames"));
            Assert.That(ImageDecoder.Decode(file, new ImageLimits { MaxPixels = 4 }, firstFrameOnly: true).Frames, Is.EqualTo(1));
        });
    }

    [Test]
    public void Decode_FileOverTheByteLimit_IsNotRead()
    {
        var path = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"long-{Guid.NewGuid():N}.png");
        File.WriteAllBytes(path, new byte[1000]);
        try
        {
            Assert.That(
                () => ImageDecoder.Decode(path, new ImageLimits { MaxFileBytes = 999 }),
                Throws.TypeOf<ImageException>().With.Property("Failure").EqualTo(ImageFailure.TooLarge));
        }
        finally
        {
            File.Delete(path);
        }
    }
}
