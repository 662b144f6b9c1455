namespace PixelDiT.Imaging.Tests;

public sealed class OrientationTests
{
    private const int Width = 48, Height = 32;

    // Which corner of the stored picture ends up top left, top right, bottom left, bottom right.
    [TestCase(1, "abcd")]
    [TestCase(2, "badc")]
    [TestCase(3, "dcba")]
    [TestCase(4, "cdab")]
    [TestCase(5, "acbd")]
    [TestCase(6, "cadb")]
    [TestCase(7, "dbca")]
    [TestCase(8, "bdac")]
    public void Decode_ExifOrientation_IsTurnedUpright(int orientation, string corners)
    {
        var file = ExifMaker.Orient(ImageEncoder.Jpeg(Corners(), Width, Height, 3, 100), orientation);
        var image = ImageDecoder.Decode(file);
        var info = ImageProbe.Probe(file);
        var size = orientation >= 5 ? (Height, Width) : (Width, Height);
        Assert.Multiple(() =>
        {
            Assert.That((image.Width, image.Height), Is.EqualTo(size));
            Assert.That((info.Width, info.Height), Is.EqualTo(size));
            Assert.That(info.Orientation, Is.EqualTo(orientation));
            Assert.That(ReadCorners(image), Is.EqualTo(corners));
        });
    }

    [TestCase(0)]
    [TestCase(9)]
    [TestCase(255)]
    public void Decode_ExifOrientationOutOfRange_IsIgnored(int orientation)
    {
        var image = ImageDecoder.Decode(ExifMaker.Orient(ImageEncoder.Jpeg(Corners(), Width, Height, 3), orientation));
        Assert.That((image.Width, image.Height), Is.EqualTo((Width, Height)));
    }

    private static byte[] Corners()
    {
        var pixels = new byte[Width * Height * 3];
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                var corner = (y < Height / 2 ? 0 : 2) + (x < Width / 2 ? 0 : 1);
                pixels.AsSpan(((y * Width) + x) * 3, 3).Fill((byte)(30 + (corner * 60)));
            }
        }

        return pixels;
    }

    private static string ReadCorners(DecodedImage image)
    {
        var pixels = image.Bytes(0).ToArray();
        char At(int x, int y) => (char)('a' + (int)Math.Round((pixels[((y * image.Width) + x) * 3] - 30) / 60.0));
        return new string([At(2, 2), At(image.Width - 3, 2), At(2, image.Height - 3), At(image.Width - 3, image.Height - 3)]);
    }
}
