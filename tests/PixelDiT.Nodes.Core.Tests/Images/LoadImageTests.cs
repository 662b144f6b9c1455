using System.Security.Cryptography;
using PixelDiT.Graph.Nodes;
using PixelDiT.Imaging;
using PixelDiT.Nodes.Core.Images;
using PixelDiT.Nodes.Core.Tests.Support;
using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Tests.Images;

[ReleasesTensors]
public class LoadImageTests
{
    // Two rows of three pixels: red, green, blue; black, grey, white.
    private static readonly byte[] Pixels = [255, 0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0, 128, 128, 128, 255, 255, 255];

    [Test]
    public void Run_OpaqueImage_GivesColoursAndAnEmptyMask()
    {
        using var host = new TestHost();
        Write(host.Folders.Input, "a.png", ImageEncoder.Png(Pixels, 3, 2, 3));
        var (image, mask) = Load(host, "a.png");
        using (image)
        using (mask)
        {
            Assert.Multiple(() =>
            {
                Assert.That(image.shape, Is.EqualTo(new long[] { 1, 2, 3, 3 }));
                Assert.That(image.data<float>().ToArray(), Is.EqualTo(Pixels.Select(p => p / 255f)));
                Assert.That(mask.shape, Is.EqualTo(new long[] { 1, 64, 64 }));
                Assert.That(mask.data<float>().ToArray(), Is.All.EqualTo(0f));
            });
        }
    }

    [Test]
    public void Run_Alpha_GoesInvertedIntoTheMaskOnly()
    {
        using var host = new TestHost();
        Write(host.Folders.Input, "a.png", ImageEncoder.Png([10, 20, 30, 0, 40, 50, 60, 51, 70, 80, 90, 255], 3, 1, 4));
        var (image, mask) = Load(host, "a.png");
        using (image)
        using (mask)
        {
            Assert.Multiple(() =>
            {
                Assert.That(image.data<float>().ToArray(), Is.EqualTo(new[] { 10, 20, 30, 40, 50, 60, 70, 80, 90 }.Select(p => p / 255f)));
                Assert.That(mask.shape, Is.EqualTo(new long[] { 1, 1, 3 }));
                Assert.That(mask.data<float>().ToArray(), Is.EqualTo(new[] { 1f, 1 - (51 / 255f), 0f }));
            });
        }
    }

    [Test]
    public void Run_ExifRotation_IsApplied()
    {
        using var host = new TestHost();
        var grey = new byte[16 * 8 * 3];
        Write(host.Folders.Input, "a.jpg", WithOrientation(ImageEncoder.Jpeg(grey, 16, 8, 3), 6));
        var (image, mask) = Load(host, "a.jpg");
        using (image)
        using (mask)
        {
            Assert.That(image.shape, Is.EqualTo(new long[] { 1, 16, 8, 3 }));
        }
    }

    [TestCase("a.png", "input")]
    [TestCase("sub/a.png", "input")]
    [TestCase("a.png [input]", "input")]
    [TestCase("a.png [output]", "output")]
    [TestCase("sub/a.png [temp]", "temp")]
    public void Validate_ExistingAnnotatedName_IsGoodAndLoads(string name, string type)
    {
        using var host = new TestHost();
        Write(host.Folders.DirectoryOf(type)!, name.Split(' ')[0], ImageEncoder.Png(Pixels, 3, 2, 3));
        Assert.That(new LoadImage { Image = name }.ValidateInputs(Received(host)), Is.Null);
        var (image, mask) = Load(host, name);
        image.Dispose();
        mask.Dispose();
    }

    [TestCase("missing.png")]
    [TestCase("../secret.png")]
    [TestCase("/etc/hostname")]
    [TestCase("a.png [output]")]
    [TestCase("")]
    public void Validate_MissingOrOutside_IsRefusedInComfyUIsWords(string name)
    {
        using var host = new TestHost();
        Write(host.Folders.Input, "a.png", ImageEncoder.Png(Pixels, 3, 2, 3));
        Write(host.Folders.Base, "secret.png", ImageEncoder.Png(Pixels, 3, 2, 3));
        Assert.That(new LoadImage { Image = name }.ValidateInputs(Received(host)), Is.EqualTo($"Invalid image file: {name}"));
    }

    private static ReceivedInputs Received(TestHost host) =>
        new(host.Registry.Find("LoadImage")!, new Dictionary<string, object?>(), new Dictionary<string, ReceivedLink>(), host.Services, CancellationToken.None);

    [Test]
    public void Fingerprint_Content_IsItsSha256()
    {
        using var host = new TestHost();
        var node = new LoadImage { Image = "a.png" };
        var bytes = ImageEncoder.Png(Pixels, 3, 2, 3);
        Write(host.Folders.Input, "a.png", bytes);
        var first = node.Fingerprint(host.Services);
        Write(host.Folders.Input, "a.png", ImageEncoder.Png(new byte[18], 3, 2, 3));
        Assert.Multiple(() =>
        {
            Assert.That(first, Is.EqualTo(Convert.ToHexStringLower(SHA256.HashData(bytes))));
            Assert.That(node.Fingerprint(host.Services), Is.Not.EqualTo(first));
        });
    }

    [Test]
    public void Run_NoImage_SaysWhichFile()
    {
        using var host = new TestHost();
        Write(host.Folders.Input, "a.png", "no image at all"u8.ToArray());
        Assert.That(() => new LoadImage { Image = "a.png" }.Run(host.Context()), Throws.TypeOf<ImageException>().With.Message.Contains("a.png"));
    }

    [Test]
    public void Choices_InputFolder_AreItsImagesSorted()
    {
        using var host = new TestHost();
        foreach (var name in new[] { "b.PNG", "a.jpg", "notes.txt", "sub/c.png" })
        {
            Write(host.Folders.Input, name, [0]);
        }
        Assert.That(new InputImages().GetChoices(host.Services), Is.EqualTo(new[] { "a.jpg", "b.PNG" }));
    }

    [TestCase("alpha", new[] { 1f, 1 - (51 / 255f), 0f })]
    [TestCase("red", new[] { 10 / 255f, 40 / 255f, 70 / 255f })]
    [TestCase("green", new[] { 20 / 255f, 50 / 255f, 80 / 255f })]
    [TestCase("blue", new[] { 30 / 255f, 60 / 255f, 90 / 255f })]
    public void LoadImageMask_Channel_IsThatChannel(string channel, float[] expected)
    {
        using var host = new TestHost();
        Write(host.Folders.Input, "a.png", ImageEncoder.Png([10, 20, 30, 0, 40, 50, 60, 51, 70, 80, 90, 255], 3, 1, 4));
        using var mask = (Tensor)new LoadImageMask { Image = "a.png", Channel = channel }.Run(host.Context()).Outputs[0]!;
        Assert.That(mask.shape, Is.EqualTo(new long[] { 1, 1, 3 }));
        Assert.That(mask.data<float>().ToArray(), Is.EqualTo(expected));
    }

    private static (Tensor Image, Tensor Mask) Load(TestHost host, string name)
    {
        var outputs = new LoadImage { Image = name }.Run(host.Context()).Outputs;
        return ((Tensor)outputs[0]!, (Tensor)outputs[1]!);
    }

    private static void Write(string folder, string name, byte[] bytes)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
    }

    // An APP1 segment right behind SOI: "Exif", a little-endian TIFF header, one IFD with tag 0x0112 (orientation).
    private static byte[] WithOrientation(byte[] jpeg, byte orientation)
    {
        byte[] exif =
        [
            0xFF, 0xE1, 0x00, 0x22, (byte)'E', (byte)'x', (byte)'i', (byte)'f', 0, 0,
            (byte)'I', (byte)'I', 0x2A, 0, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0, 0, 0, 0, 0,
        ];
        return [.. jpeg[..2], .. exif, .. jpeg[2..]];
    }
}
