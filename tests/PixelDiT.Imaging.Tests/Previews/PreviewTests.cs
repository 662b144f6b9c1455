namespace PixelDiT.Imaging.Tests;

public sealed class PreviewTests
{
    [TestCase(64, 32, 512, 256)]
    [TestCase(600, 1200, 256, 512)]
    public void Jpeg_AnySize_FitsTheBox(int width, int height, int expectedWidth, int expectedHeight)
    {
        var preview = PreviewEncoder.Jpeg(Pictures.Smooth(width, height, 3), width, height);
        var info = ImageProbe.Probe(preview.Bytes);
        Assert.That(
            (preview.ContentType, info.Format, info.Width, info.Height),
            Is.EqualTo(("image/jpeg", ImageFormat.Jpeg, expectedWidth, expectedHeight)));
    }

    [Test]
    public void Png_ByDefault_KeepsSizeAndPixels()
    {
        var pixels = Pictures.Gradient(30, 20, 3);
        var preview = PreviewEncoder.Png(pixels, 30, 20);
        Assert.That((preview.ContentType, ImageDecoder.Decode(preview.Bytes).Bytes(0).ToArray()), Is.EqualTo(("image/png", pixels)));
    }

    [TestCase(null, null, false)]
    [TestCase(null, "rgba", false)]
    [TestCase(null, "nonsense", false)]
    [TestCase(null, "rgb", true)]
    [TestCase(null, "a", true)]
    [TestCase("webp;90", null, true)]
    [TestCase("", null, true)]
    public void NeedsTransform_Query_DecidesIt(string? preview, string? channel, bool expected) =>
        Assert.That(ImageView.NeedsTransform(preview, channel), Is.EqualTo(expected));

    [TestCase("webp;90", null, "image/webp", true)]
    [TestCase("webp", "rgba", "image/webp", true)]
    [TestCase("webp", "rgb", "image/webp", false)]
    [TestCase("jpeg;80", null, "image/jpeg", false)]
    [TestCase("jpeg", "rgb", "image/jpeg", false)]
    [TestCase("jpeg", "rgba", "image/webp", true)]
    [TestCase("jpeg", "a", "image/webp", true)]
    [TestCase("gif", null, "image/webp", true)]
    [TestCase("", null, "image/webp", true)]
    public void Transform_Preview_HasTheFormatAndChannelsAskedFor(string preview, string? channel, string contentType, bool alpha)
    {
        var file = ImageEncoder.Png(Pictures.Flat(20, 10, 200, 100, 50, 128), 20, 10, 4);
        var view = ImageView.Transform(file, preview, channel);
        var image = ImageDecoder.Decode(view.Bytes);
        Assert.That((view.ContentType, image.HasAlpha, image.Width, image.Height), Is.EqualTo((contentType, alpha, 20, 10)));
    }

    [TestCase("webp;10", "webp;95")]
    [TestCase("jpeg;10", "jpeg;95")]
    [TestCase("10", "95")]
    public void Transform_PreviewQuality_IsTheLastPart(string low, string high)
    {
        var file = ImageEncoder.Png(Pictures.Gradient(64, 64, 3), 64, 64, 3);
        Assert.That(
            ImageView.Transform(file, low, null).Bytes, Has.Length.LessThan(ImageView.Transform(file, high, null).Bytes.Length));
    }

    [TestCase("jpeg;0")]
    [TestCase("webp;1000")]
    [TestCase("webp;99999999999999999999")]
    [TestCase("webp;-5")]
    public void Transform_OddQuality_StillAnswers(string preview) =>
        Assert.That(ImageView.Transform(ImageEncoder.Png(new byte[3], 1, 1, 3), preview, null).Bytes, Is.Not.Empty);

    [Test]
    public void Transform_ChannelRgb_IsPngWithoutAlpha()
    {
        var file = ImageEncoder.Png([1, 2, 3, 0, 4, 5, 6, 255], 2, 1, 4);
        var view = ImageView.Transform(file, null, "rgb");
        var image = ImageDecoder.Decode(view.Bytes);
        Assert.That(
            (view.ContentType, image.HasAlpha, image.Bytes(0).ToArray()), Is.EqualTo(("image/png", false, new byte[] { 1, 2, 3, 4, 5, 6 })));
    }

    [Test]
    public void Transform_ChannelA_IsBlackWithTheAlpha()
    {
        var file = ImageEncoder.Png([1, 2, 3, 7, 4, 5, 6, 255], 2, 1, 4);
        var image = ImageDecoder.Decode(ImageView.Transform(file, null, "a").Bytes);
        Assert.That(image.Bytes(0).ToArray(), Is.EqualTo(new byte[] { 0, 0, 0, 7, 0, 0, 0, 255 }));
    }

    [Test]
    public void Transform_ChannelAWithoutAlpha_IsOpaque()
    {
        var image = ImageDecoder.Decode(ImageView.Transform(ImageEncoder.Png([1, 2, 3], 1, 1, 3), null, "a").Bytes);
        Assert.That(image.Bytes(0).ToArray(), Is.EqualTo(new byte[] { 0, 0, 0, 255 }));
    }

    [Test]
    public void Transform_NoPicture_IsAnImageException() =>
        Assert.That(() => ImageView.Transform("text"u8, "webp", null), Throws.TypeOf<ImageException>());
}
