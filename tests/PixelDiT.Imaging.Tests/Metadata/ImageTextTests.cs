using System.Text;

namespace PixelDiT.Imaging.Tests;

/// <summary>Texts in image files: what is written is read back, the pixels stay, and no file that is offered does harm.</summary>
public class ImageTextTests
{
    private static readonly PngTextEntry[] Texts =
    [
        new("prompt", """{"1":{"class_type":"A","inputs":{"text":"gr\u00fc\u00df: \"x\""}}}"""), new("workflow", """{"nodes":[]}"""), new("note", "1"), new("none", "null"),
    ];

    private static IEnumerable<TestCaseData> Files()
    {
        yield return new TestCaseData("png", Make("png", 4)).SetArgDisplayNames("PNG");
        yield return new TestCaseData("webp", Make("webp", 3)).SetArgDisplayNames("WebP");
        yield return new TestCaseData("webp", Make("webp", 4)).SetArgDisplayNames("WebP with alpha");
        yield return new TestCaseData("webp", Make("lossless", 3)).SetArgDisplayNames("WebP, lossless");
        yield return new TestCaseData("webp", Make("lossless", 4)).SetArgDisplayNames("WebP, lossless, with alpha");
        yield return new TestCaseData("jpeg", Make("jpeg", 3)).SetArgDisplayNames("JPEG");
        yield return new TestCaseData("jpeg", Make("jpeg", 1)).SetArgDisplayNames("JPEG, grey");
    }

    [TestCaseSource(nameof(Files))]
    public void Insert_Texts_AreReadBackAndPixelsStay(string format, byte[] file)
    {
        var with = ImageText.Insert(file, Texts);

        Assert.That(ImageText.Read(with), Is.EqualTo(Texts), format);
        var (before, after) = (ImageDecoder.Decode(file), ImageDecoder.Decode(with));
        Assert.That((after.Width, after.Height, after.Channels), Is.EqualTo((before.Width, before.Height, before.Channels)));
        Assert.That(after.Bytes(0).SequenceEqual(before.Bytes(0)), Is.True, "pixels");
    }

    [TestCaseSource(nameof(Files))]
    public void Insert_Nothing_LeavesTheFile(string format, byte[] file)
    {
        Assert.That(ImageText.Insert(file, []), Is.EqualTo(file), format);
        Assert.That(ImageText.Read(file), Is.Empty);
    }

    [TestCaseSource(nameof(Files))]
    public void Insert_TwelveKeysAndShortOnes_AllComeBackInOrder(string format, byte[] file)
    {
        PngTextEntry[] many = [new("prompt", "{}"), .. Enumerable.Range(0, 12).Select(i => new PngTextEntry($"k{i}", $"{i}")), new("a", "")];

        Assert.That(ImageText.Read(ImageText.Insert(file, many)), Is.EqualTo(many), format);
    }

    [Test]
    public void Insert_LargeWorkflow_FitsWebPAndPng([Values("png", "webp")] string format)
    {
        PngTextEntry[] large = [new("workflow", $"\"{new string('x', 3_000_001)}\"")];

        Assert.That(ImageText.Read(ImageText.Insert(Make(format, 3), large)), Is.EqualTo(large));
    }

    [TestCase(65_486, true)]
    [TestCase(65_600, false)]
    [TestCase(10_000_000, false)]
    public void Insert_Jpeg_TakesOneSegment(int length, bool fits)
    {
        PngTextEntry[] texts = [new("workflow", new string('x', length))];

        Assert.That(ImageText.FitsJpeg(texts), Is.EqualTo(fits));
        if (fits)
        {
            Assert.That(ImageText.Read(ImageText.Insert(Make("jpeg", 3), texts)), Is.EqualTo(texts));
        }
        else
        {
            Assert.That(() => ImageText.Insert(Make("jpeg", 3), texts), Throws.TypeOf<ImageException>().With.Property("Failure").EqualTo(ImageFailure.NotEncodable));
        }
    }

    [Test]
    public void Insert_Jpeg_KeepsTheHeadFirst()
    {
        var file = ImageText.Insert(Make("jpeg", 3), Texts);

        Assert.That(file.AsSpan(2, 2).SequenceEqual((ReadOnlySpan<byte>)[0xFF, 0xE0]) ? file.AsSpan(20, 2).ToArray() : file.AsSpan(2, 2).ToArray(), Is.EqualTo(new byte[] { 0xFF, 0xE1 }));
    }

    // Tags and texts as ComfyUI's animated saver writes them: 0x0110 the prompt, 0x010F and downwards the others.
    [Test]
    public void Insert_WebP_UsesComfyUIsTags()
    {
        var file = ImageText.Insert(Make("webp", 3), Texts);
        var at = file.AsSpan().LastIndexOf("EXIF"u8) + 8;
        var count = BitConverter.ToUInt16(file, at + 8);

        Assert.That(Encoding.ASCII.GetString(file.AsSpan(at, 2)), Is.EqualTo("II"));
        Assert.That(count, Is.EqualTo(4));
        Assert.That(Enumerable.Range(0, 4).Select(i => BitConverter.ToUInt16(file, at + 10 + (i * 12))), Is.EqualTo(new ushort[] { 0x010D, 0x010E, 0x010F, 0x0110 }));
        Assert.That(Enumerable.Range(0, 4).Select(i => BitConverter.ToUInt16(file, at + 12 + (i * 12))), Is.All.EqualTo(2), "ASCII");
        var prompt = at + (int)BitConverter.ToUInt32(file, at + 18 + (3 * 12));
        Assert.That(Encoding.ASCII.GetString(file.AsSpan(prompt, 9)), Is.EqualTo("prompt:{\""));
    }

    [Test]
    public void Read_BigEndianExif_WithOtherFields_FindsTheTexts()
    {
        byte[] text = [.. "workflow:{}\0"u8];
        // MM | directory at 8 | 3 fields: orientation (SHORT), Make "Canon" without a key, Model | texts
        byte[] exif =
        [
            .. "Exif\0\0MM\0*"u8, 0, 0, 0, 8, 0, 3, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 1, 0, 0, 0x01, 0x0F, 0, 2, 0, 0, 0, 6, 0, 0, 0, 50, 0x01, 0x10, 0, 2, 0, 0, 0, (byte)text.Length, 0, 0, 0, 56,
            0, 0, 0, 0, .. "Canon\0"u8, .. text,
        ];
        var jpeg = Make("jpeg", 3);
        byte[] file = [.. jpeg[..2], 0xFF, 0xE1, 0, (byte)(exif.Length + 2), .. exif, .. jpeg[2..]];

        Assert.That(ImageText.Read(file), Is.EqualTo(new[] { new PngTextEntry("workflow", "{}") }));
    }

    [Test]
    public void Read_DateWithColons_IsNoText()
    {
        Assert.That(ImageText.Read(ImageText.Insert(Make("jpeg", 3), [new("2024", "01:31 12:00:00")])), Is.Empty);
    }

    [Test]
    public void Read_AnimatedPngOfComfyUI_FindsItsOwnChunks()
    {
        var png = Make("png", 3);
        var chunks = Chunk.Walk(png);
        var file = Chunk.File([.. chunks[..^1], Chunk.Make("comf", [.. "prompt\0{}"u8]), Chunk.Make("comf", [.. "workflow\0[1]"u8]), chunks[^1]]);

        Assert.That(ImageText.Read(file), Is.EqualTo(new[] { new PngTextEntry("prompt", "{}"), new PngTextEntry("workflow", "[1]") }));
    }

    [TestCaseSource(nameof(Files))]
    public void Read_DamagedAnywhere_NeverThrowsButForACutPng(string format, byte[] file)
    {
        var with = ImageText.Insert(file, Texts);
        var random = new Random(format.Length * with.Length);
        for (var i = 0; i < 3_000; i++)
        {
            var damaged = i % 2 == 0 ? with.ToArray() : with[..random.Next(with.Length)];
            for (var hits = 0; hits < 4 && damaged.Length > 12; hits++)
            {
                // Among the texts, which are what is read.
                damaged[random.Next(12, damaged.Length)] = (byte)random.Next(256);
            }

            try
            {
                _ = ImageText.Read(damaged);
            }
            catch (ImageException)
            {
                Assert.That(format, Is.EqualTo("png"));
            }
        }
    }

    [TestCase("")]
    [TestCase("GIF89a")]
    [TestCase("RIFF\0\0\0\0WEBP")]
    [TestCase("RIFF\0\0\0\0WAVEfmt ")]
    public void Read_OtherFiles_HaveNone(string content) => Assert.That(ImageText.Read(Encoding.Latin1.GetBytes(content)), Is.Empty);

    [Test]
    public void Insert_OtherFormat_SaysSo() =>
        Assert.That(() => ImageText.Insert("GIF89a"u8, Texts), Throws.TypeOf<ImageException>().With.Message.Contains("PNG, WebP or JPEG"));

    private static byte[] Make(string format, int channels)
    {
        var pixels = Pictures.Smooth(33, 17, channels);
        return format switch
        {
            "png" => ImageEncoder.Png(pixels, 33, 17, channels),
            "webp" => ImageEncoder.WebP(pixels, 33, 17, channels),
            "lossless" => ImageEncoder.WebP(pixels, 33, 17, channels, lossless: true),
            _ => ImageEncoder.Jpeg(pixels, 33, 17, channels),
        };
    }
}
