namespace PixelDiT.Imaging.Tests;

public sealed class ImageDecoderTests
{
    [Test]
    public void Decode_SixteenBitRgb_KeepsSixteenBits()
    {
        ushort[] samples = [0, 1, 256, 32768, 65534, 65535];
        var image = ImageDecoder.Decode(PngMaker.Rgb16(2, 1, samples));
        var rgb = new float[6];
        image.CopyRgb(0, rgb);
        Assert.Multiple(() =>
        {
            Assert.That(image.BitsPerSample, Is.EqualTo(16));
            Assert.That(rgb, Is.EqualTo(samples.Select(s => s / 65535f)));
            Assert.That(image.Bytes(0).ToArray(), Is.EqualTo(new byte[] { 0, 0, 1, 128, 255, 255 }));
        });
    }

    [Test]
    public void Decode_SixteenBitRgba_KeepsAlphaApart()
    {
        ushort[] samples = [1000, 2000, 3000, 4000, 5000, 6000, 7000, 65535];
        var image = ImageDecoder.Decode(PngMaker.Make(2, 1, 16, PngMaker.Rgba, PngMaker.BigEndian(samples)));
        var (rgb, alpha) = (new float[6], new float[2]);
        image.CopyRgb(0, rgb);
        image.CopyAlpha(0, alpha);
        Assert.Multiple(() =>
        {
            Assert.That(rgb, Is.EqualTo(new[] { 1000, 2000, 3000, 5000, 6000, 7000 }.Select(s => s / 65535f)));
            Assert.That(alpha, Is.EqualTo(new[] { 4000 / 65535f, 1 }));
        });
    }

    [Test]
    public void Decode_SixteenBitGrey_BecomesRgb()
    {
        var image = ImageDecoder.Decode(PngMaker.Make(2, 1, 16, PngMaker.Grey, PngMaker.BigEndian([300, 65535])));
        var rgb = new float[6];
        image.CopyRgb(0, rgb);
        Assert.That(rgb, Is.EqualTo(new[] { 300 / 65535f, 300 / 65535f, 300 / 65535f, 1, 1, 1 }));
    }

    [TestCase(1, new byte[] { 0b0100_0000 }, new byte[] { 0, 255 })]
    [TestCase(2, new byte[] { 0b0110_0000 }, new byte[] { 85, 170 })]
    [TestCase(4, new byte[] { 0x3F }, new byte[] { 51, 255 })]
    [TestCase(8, new byte[] { 7, 200 }, new byte[] { 7, 200 })]
    public void Decode_GreyOfEveryDepth_IsStretchedToBytes(int bits, byte[] row, byte[] expected)
    {
        var image = ImageDecoder.Decode(PngMaker.Make(2, 1, bits, PngMaker.Grey, row));
        Assert.That(image.Bytes(0).ToArray(), Is.EqualTo(expected.SelectMany(v => new[] { v, v, v })));
    }

    [Test]
    public void Decode_Palette_LooksUpColours()
    {
        var file = PngMaker.Make(3, 1, 8, PngMaker.Palette, [2, 0, 1], Chunk.Make("PLTE", [10, 20, 30, 40, 50, 60, 70, 80, 90]));
        var image = ImageDecoder.Decode(file);
        Assert.Multiple(() =>
        {
            Assert.That(image.HasAlpha, Is.False);
            Assert.That(image.Bytes(0).ToArray(), Is.EqualTo(new byte[] { 70, 80, 90, 10, 20, 30, 40, 50, 60 }));
        });
    }

    [Test]
    public void Decode_PaletteWithTransparency_HasAlpha()
    {
        var file = PngMaker.Make(
            2, 1, 8, PngMaker.Palette, [0, 1], Chunk.Make("PLTE", [10, 20, 30, 40, 50, 60]), Chunk.Make("tRNS", [128]));
        Assert.That(ImageDecoder.Decode(file).Bytes(0).ToArray(), Is.EqualTo(new byte[] { 10, 20, 30, 128, 40, 50, 60, 255 }));
    }

    [Test]
    public void Decode_CmykTiff_BecomesRgb()
    {
        // No ink, and black ink only: whatever the profile, white paper and something dark.
        var image = ImageDecoder.Decode(TiffMaker.Make(new TiffPage(2, 1, 4, TiffMaker.Cmyk, [0, 0, 0, 0, 0, 0, 0, 255])));
        var pixels = image.Bytes(0).ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(image.Channels, Is.EqualTo(3));
            Assert.That(pixels[..3], Is.All.GreaterThan(245));
            Assert.That(pixels[3..], Is.All.LessThan(60));
        });
    }

    [Test]
    public void Decode_CmykJpeg_BecomesRgb()
    {
        var pixels = ImageDecoder.Decode(Fixtures.CmykJpegCyan).Bytes(0).ToArray();
        Assert.That(pixels[0] + 100, Is.LessThan(pixels[2]), "full cyan ink: little red, much blue");
    }

    [Test]
    public void Decode_Alpha_IsSplitFromColour()
    {
        var pixels = Pictures.Gradient(9, 5, 4);
        var image = ImageDecoder.Decode(ImageEncoder.Png(pixels, 9, 5, 4));
        var (rgb, alpha, rgbBytes, alphaBytes) = (new float[135], new float[45], new byte[135], new byte[45]);
        image.CopyRgb(0, rgb);
        image.CopyAlpha(0, alpha);
        image.CopyRgb(0, rgbBytes);
        image.CopyAlpha(0, alphaBytes);
        Assert.Multiple(() =>
        {
            Assert.That(rgbBytes, Is.EqualTo(pixels.Where((_, i) => i % 4 != 3)));
            Assert.That(alphaBytes, Is.EqualTo(pixels.Where((_, i) => i % 4 == 3)));
            Assert.That(rgb, Is.EqualTo(rgbBytes.Select(v => v / 255f)));
            Assert.That(alpha, Is.EqualTo(alphaBytes.Select(v => v / 255f)));
        });
    }

    [Test]
    public void CopyAlpha_WithoutAlpha_IsOpaque()
    {
        var image = ImageDecoder.Decode(ImageEncoder.Png(Pictures.Gradient(3, 2, 3), 3, 2, 3));
        var (alpha, bytes) = (new float[6], new byte[6]);
        image.CopyAlpha(0, alpha);
        image.CopyAlpha(0, bytes);
        Assert.That((alpha, bytes), Is.EqualTo((Enumerable.Repeat(1f, 6).ToArray(), Enumerable.Repeat((byte)255, 6).ToArray())));
    }

    [Test]
    public void CopyRgb_WrongLength_SaysWhatIsNeeded()
    {
        var image = ImageDecoder.Decode(ImageEncoder.Png(Pictures.Gradient(3, 2, 3), 3, 2, 3));
        Assert.That(() => image.CopyRgb(0, new float[5]), Throws.ArgumentException.With.Message.Contains("18"));
    }

    [Test]
    public void CopyRgb_FrameOutOfRange_Throws()
    {
        var image = ImageDecoder.Decode(ImageEncoder.Png(Pictures.Gradient(3, 2, 3), 3, 2, 3));
        Assert.That(() => image.CopyRgb(1, new float[18]), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Decode_ForeignIccProfile_IsConvertedToSrgb()
    {
        var file = PngMaker.Make(1, 1, 8, PngMaker.Rgb, [250, 10, 10], IccMaker.PngChunk(IccMaker.RedAndBlueSwapped()));
        var pixels = ImageDecoder.Decode(file).Bytes(0).ToArray();
        Assert.That((int)pixels[2], Is.GreaterThan(200).And.GreaterThan(pixels[0] + 150));
    }

    [Test]
    public void Decode_ForeignIccProfileWithAlpha_KeepsAlpha()
    {
        var file = PngMaker.Make(1, 1, 8, PngMaker.Rgba, [250, 10, 10, 77], IccMaker.PngChunk(IccMaker.RedAndBlueSwapped()));
        var pixels = ImageDecoder.Decode(file).Bytes(0).ToArray();
        Assert.That((pixels[3], pixels[2] > 200), Is.EqualTo(((byte)77, true)));
    }

    [Test]
    public void Decode_SixteenBitWithForeignIccProfile_KeepsSixteenBits()
    {
        var file = PngMaker.Make(
            1, 1, 16, PngMaker.Rgb, PngMaker.BigEndian([64000, 2570, 2570]), IccMaker.PngChunk(IccMaker.RedAndBlueSwapped()));
        var image = ImageDecoder.Decode(file);
        Assert.That((image.BitsPerSample, image.Bytes(0)[2] > 200, image.Bytes(0)[0] < 100), Is.EqualTo((16, true, true)));
    }

    [Test]
    public void Decode_IccProfileNamedSrgb_LeavesPixelsExactly()
    {
        // The name decides: this profile would swap red and blue if it were run.
        var file = PngMaker.Make(1, 1, 8, PngMaker.Rgb, [250, 10, 11], IccMaker.PngChunk(IccMaker.RedAndBlueSwapped("sRGB IEC61966-2.1")));
        Assert.That(ImageDecoder.Decode(file).Bytes(0).ToArray(), Is.EqualTo(new byte[] { 250, 10, 11 }));
    }

    [Test]
    public void Decode_BrokenIccProfile_IsReadWithoutIt()
    {
        var file = PngMaker.Make(1, 1, 8, PngMaker.Rgb, [250, 10, 11], IccMaker.PngChunk(IccMaker.RedAndBlueSwapped()[..200]));
        Assert.That(ImageDecoder.Decode(file).Bytes(0).ToArray(), Is.EqualTo(new byte[] { 250, 10, 11 }));
    }

    [Test]
    public void Decode_FromManyThreads_GivesEachItsOwnPicture()
    {
        var files = Enumerable.Range(1, 24).Select(i => ImageEncoder.Png(Pictures.Gradient(i * 5, 40, 3), i * 5, 40, 3)).ToArray();
        Parallel.ForEach(files, new ParallelOptions { MaxDegreeOfParallelism = 8 }, file =>
        {
            for (var repeat = 0; repeat < 5; repeat++)
            {
                var image = ImageDecoder.Decode(file);
                Assert.That(image.Bytes(0).ToArray(), Is.EqualTo(Pictures.Gradient(image.Width, 40, 3)));
            }
        });
    }

    [TestCase("P6 2 1 255\n", ImageFormat.Pnm)]
    public void Decode_Ppm_IsRead(string header, ImageFormat format)
    {
        byte[] file = [.. System.Text.Encoding.ASCII.GetBytes(header), 1, 2, 3, 4, 5, 6];
        var image = ImageDecoder.Decode(file);
        Assert.That((image.Format, image.Bytes(0).ToArray()), Is.EqualTo((format, new byte[] { 1, 2, 3, 4, 5, 6 })));
    }

    [Test]
    public void Decode_Bmp_IsReadWhereImageMagickIs()
    {
        // 2 x 1, 24 bits, bottom-up, BGR, rows padded to 4 bytes
        byte[] file =
        [
            .. "BM"u8, 62, 0, 0, 0, 0, 0, 0, 0, 54, 0, 0, 0,
            40, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 1, 0, 24, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            3, 2, 1, 6, 5, 4, 0, 0,
        ];
        try
        {
            var image = ImageDecoder.Decode(file);
            Assert.That((image.Format, image.Bytes(0).ToArray()), Is.EqualTo((ImageFormat.Bmp, new byte[] { 1, 2, 3, 4, 5, 6 })));
        }
        catch (ImageException error) when (error.Failure == ImageFailure.MissingCodec)
        {
            Assert.Ignore("this libvips was built without ImageMagick");
        }
    }
}
