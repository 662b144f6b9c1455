namespace PixelDiT.Imaging.Tests;

public sealed class AnimationTests
{
    private static readonly byte[] Palette = [255, 0, 0, 0, 255, 0, 0, 0, 255, 9, 8, 7];

    [Test]
    public void Decode_Gif_GivesWholeFrames()
    {
        var file = GifMaker.Make(2, 2, Palette, new GifFrame(0, 0, 2, 2, [0, 0, 0, 0]), new GifFrame(1, 1, 1, 1, [1]));
        var image = ImageDecoder.Decode(file);
        Assert.Multiple(() =>
        {
            Assert.That((image.Format, image.Frames, image.Width, image.Height), Is.EqualTo((ImageFormat.Gif, 2, 2, 2)));
            Assert.That(Rgb(image, 0), Is.EqualTo(Pictures.Flat(2, 2, 255, 0, 0)));
            Assert.That(Rgb(image, 1), Is.EqualTo(new byte[] { 255, 0, 0, 255, 0, 0, 255, 0, 0, 0, 255, 0 }));
            Assert.That(ImageProbe.Probe(file).Frames, Is.EqualTo(2));
        });
    }

    [Test]
    public void Decode_GifWithTransparentColour_HasAlpha()
    {
        var file = GifMaker.Make(2, 1, Palette, new GifFrame(0, 0, 2, 1, [0, 3], Transparent: 3));
        var image = ImageDecoder.Decode(file);
        var alpha = new byte[2];
        image.CopyAlpha(0, alpha);
        Assert.That((image.HasAlpha, alpha), Is.EqualTo((true, new byte[] { 255, 0 })));
    }

    [Test]
    public void Decode_AnimatedWebP_GivesAllFrames()
    {
        var pictures = new[] { Pictures.Gradient(16, 8, 3), Pictures.Flat(16, 8, 1, 2, 3), Pictures.Smooth(16, 8, 3) };
        var file = WebPMaker.Animate(16, 8, [.. pictures.Select(p => ImageEncoder.WebP(p, 16, 8, 3, lossless: true))]);
        var image = ImageDecoder.Decode(file);
        Assert.Multiple(() =>
        {
            Assert.That((image.Format, image.Frames), Is.EqualTo((ImageFormat.WebP, 3)));
            for (var i = 0; i < 3; i++)
            {
                Assert.That(Rgb(image, i), Is.EqualTo(pictures[i]));
            }
        });
    }

    [Test]
    public void Decode_FirstFrameOnly_LeavesTheOthers()
    {
        var file = GifMaker.Make(1, 1, Palette, new GifFrame(0, 0, 1, 1, [2]), new GifFrame(0, 0, 1, 1, [1]));
        var image = ImageDecoder.Decode(file, firstFrameOnly: true);
        Assert.That((image.Frames, Rgb(image, 0)), Is.EqualTo((1, new byte[] { 0, 0, 255 })));
    }

    [Test]
    public void Decode_TiffPagesOfUnequalSize_SkipsThem()
    {
        var file = TiffMaker.Make(
            new TiffPage(2, 1, 3, TiffMaker.Rgb, [1, 2, 3, 4, 5, 6]),
            new TiffPage(1, 1, 3, TiffMaker.Rgb, [9, 9, 9]),
            new TiffPage(2, 1, 3, TiffMaker.Rgb, [6, 5, 4, 3, 2, 1]));
        var image = ImageDecoder.Decode(file);
        Assert.Multiple(() =>
        {
            Assert.That(image.Frames, Is.EqualTo(2));
            Assert.That(Rgb(image, 0), Is.EqualTo(new byte[] { 1, 2, 3, 4, 5, 6 }));
            Assert.That(Rgb(image, 1), Is.EqualTo(new byte[] { 6, 5, 4, 3, 2, 1 }));
        });
    }

    [Test]
    public void Decode_Apng_LaysFramesOverOneAnother()
    {
        var file = ApngMaker.Make(
        [
            new ApngFrame(Png(2, 2, 10, 20, 30)),
            new ApngFrame(Png(1, 1, 200, 0, 0), X: 1, Y: 1),
            new ApngFrame(Png(1, 2, 0, 0, 99), X: 0, Y: 0),
        ]);
        var image = ImageDecoder.Decode(file);
        Assert.Multiple(() =>
        {
            Assert.That((image.Format, image.Frames, image.HasAlpha), Is.EqualTo((ImageFormat.Png, 3, false)));
            Assert.That(Rgb(image, 0), Is.EqualTo(Pictures.Flat(2, 2, 10, 20, 30)));
            Assert.That(Rgb(image, 1), Is.EqualTo(new byte[] { 10, 20, 30, 10, 20, 30, 10, 20, 30, 200, 0, 0 }));
            Assert.That(Rgb(image, 2), Is.EqualTo(new byte[] { 0, 0, 99, 10, 20, 30, 0, 0, 99, 200, 0, 0 }));
            Assert.That(ImageProbe.Probe(file).Frames, Is.EqualTo(3));
        });
    }

    [Test]
    public void Decode_ApngDisposal_RestoresOrClears()
    {
        const int clear = 1, previous = 2;
        byte[] Rgba(byte red) => ImageEncoder.Png([red, 0, 0, 255], 1, 1, 4);
        var file = ApngMaker.Make(
        [
            new ApngFrame(ImageEncoder.Png([50, 0, 0, 255, 50, 0, 0, 255], 2, 1, 4)),
            new ApngFrame(Rgba(60), Dispose: previous),
            new ApngFrame(Rgba(70), X: 1, Dispose: clear),
            new ApngFrame(Rgba(80), X: 0),
        ]);
        var image = ImageDecoder.Decode(file);
        Assert.Multiple(() =>
        {
            Assert.That(image.Bytes(1).ToArray(), Is.EqualTo(new byte[] { 60, 0, 0, 255, 50, 0, 0, 255 }));
            Assert.That(image.Bytes(2).ToArray(), Is.EqualTo(new byte[] { 50, 0, 0, 255, 70, 0, 0, 255 }));
            Assert.That(image.Bytes(3).ToArray(), Is.EqualTo(new byte[] { 80, 0, 0, 255, 0, 0, 0, 0 }));
        });
    }

    [Test]
    public void Decode_ApngBlending_IsOver()
    {
        const int over = 1;
        var file = ApngMaker.Make(
        [
            new ApngFrame(ImageEncoder.Png([100, 100, 100, 255, 0, 0, 0, 0], 2, 1, 4)),
            new ApngFrame(ImageEncoder.Png([200, 0, 100, 128, 200, 0, 100, 128], 2, 1, 4), Blend: over),
        ]);
        var pixels = ImageDecoder.Decode(file).Bytes(1).ToArray();
        Assert.That(pixels, Is.EqualTo(new byte[] { 150, 50, 100, 255, 200, 0, 100, 128 }));
    }

    [Test]
    public void Decode_ApngWithHiddenPicture_LeavesItOut()
    {
        var file = ApngMaker.Make([new ApngFrame(Png(1, 1, 1, 1, 1)), new ApngFrame(Png(1, 1, 2, 2, 2))], hiddenPicture: Png(1, 1, 9, 9, 9));
        var image = ImageDecoder.Decode(file);
        Assert.That((image.Frames, Rgb(image, 0), Rgb(image, 1)), Is.EqualTo((2, new byte[] { 1, 1, 1 }, new byte[] { 2, 2, 2 })));
    }

    [Test]
    public void Decode_ApngFrameOutsideTheCanvas_IsAnError()
    {
        var file = ApngMaker.Make([new ApngFrame(Png(2, 2, 1, 1, 1)), new ApngFrame(Png(2, 2, 2, 2, 2), X: 1)]);
        Assert.That(() => ImageDecoder.Decode(file), Throws.TypeOf<ImageException>().With.Message.Contains("canvas"));
    }

    private static byte[] Png(int width, int height, params byte[] pixel) => ImageEncoder.Png(Pictures.Flat(width, height, pixel), width, height, 3);

    private static byte[] Rgb(DecodedImage image, int frame)
    {
        var rgb = new byte[image.Width * image.Height * 3];
        image.CopyRgb(frame, rgb);
        return rgb;
    }
}
