using System.Net;
using System.Text;
using PixelDiT.Imaging;
using PixelDiT.Server.Security;

namespace PixelDiT.Server.Tests.Security;

/// <summary>Uploads that are not what they say: refused, and nothing is written.</summary>
internal sealed class UploadContentTests
{
    private static readonly byte[] Good = Pictures.Png(1, 2, 3, 64, 64);

    private static IEnumerable<TestCaseData> Disguised()
    {
        yield return Case("empty", []);
        yield return Case("text", "just text"u8.ToArray());
        yield return Case("page", "<html><script>alert(1)</script></html>"u8.ToArray());
        yield return Case("svg", "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><script>alert(1)</script></svg>"u8.ToArray());
        yield return Case("svg with declaration", "<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>"u8.ToArray());
        yield return Case("pdf", "%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>"u8.ToArray());
        yield return Case("postscript", "%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\nshowpage\n"u8.ToArray());
        yield return Case("imagemagick script", "push graphic-context\nviewbox 0 0 640 480\nfill 'url(https://127.0.0.1/x.png)'\npop graphic-context"u8.ToArray());
        yield return Case("zip", [0x50, 0x4B, 3, 4, .. new byte[40]]);
        yield return Case("elf", [0x7F, (byte)'E', (byte)'L', (byte)'F', .. new byte[60]]);
        yield return Case("pickle", [0x80, 0x02, .. "cos\nsystem\n(S'id'\ntR."u8]);
        yield return Case("safetensors", [2, 0, 0, 0, 0, 0, 0, 0, .. "{}"u8]);
        yield return Case("png signature only", Good[..8]);
        yield return Case("png header only", Good[..33]);
        yield return Case("png cut off", Good[..(Good.Length - 20)]);
        yield return Case("png with damaged pixels", Changed(Good, Good.Length - 25, 0xFF));
        yield return Case("png with a foreign signature", Changed(Good, 0, 0));
        yield return Case("png that claims 2 million pixels a side", WithSize(Good, 2_000_000, 2_000_000));
        yield return Case("png of no width", WithSize(Good, 0, 64));
        yield return Case("jpeg cut off", ImageEncoder.Jpeg(new byte[64 * 64 * 3], 64, 64, 3, 90)[..200]);
        yield return Case("jpeg signature only", [0xFF, 0xD8, 0xFF, 0xE0]);
        yield return Case("gif header only", "GIF89a"u8.ToArray());
        yield return Case("webp header only", [.. "RIFF"u8, 4, 0, 0, 0, .. "WEBP"u8]);
        yield return Case("zeros", new byte[4096]);

        static TestCaseData Case(string name, byte[] content) => new TestCaseData(content).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Disguised))]
    public async Task Content_ThatIsNoWholeImage_Is400AndWritesNothing(byte[] content)
    {
        await using var server = await TestServer.StartAsync();
        foreach (var name in (string[])["pic.png", "pic.jpg", "pic"])
        {
            var (status, text) = await UploadAsync(server, name, content);

            Assert.That(status, Is.EqualTo(HttpStatusCode.BadRequest), text);
            Assert.That(text, Does.Contain("is not taken").And.Not.Contain(server.Folders.Base));
        }

        Assert.That(Directory.Exists(server.Folders.Input) ? Directory.GetFiles(server.Folders.Input) : [], Is.Empty);
    }

    [TestCase("pic.html")]
    [TestCase("pic.htm")]
    [TestCase("pic.xhtml")]
    [TestCase("pic.svg")]
    [TestCase("pic.js")]
    [TestCase("pic.mjs")]
    [TestCase("pic.css")]
    [TestCase("pic.xml")]
    [TestCase("pic.pdf")]
    [TestCase("pic.php")]
    [TestCase("pic.exe")]
    [TestCase("pic.sh")]
    [TestCase("pic.dll")]
    [TestCase("pic.safetensors")]
    [TestCase("pic.pkl")]
    [TestCase("pic.json")]
    [TestCase("pic.png.html")]
    [TestCase("pic.PNG.HTML")]
    [TestCase("pic.png.")]
    [TestCase(".htaccess")]
    public async Task Name_ThatIsNoImages_Is400EvenForAnImage(string name)
    {
        await using var server = await TestServer.StartAsync();

        var (status, text) = await UploadAsync(server, name, Good);

        Assert.That(status, Is.EqualTo(HttpStatusCode.BadRequest), text);
        Assert.That(Directory.Exists(server.Folders.Input) ? Directory.GetFiles(server.Folders.Input) : [], Is.Empty);
    }

    [TestCase("pic.png")]
    [TestCase("PIC.PNG")]
    [TestCase("a.b.png")]
    [TestCase("pic")]
    [TestCase("pic.jpg", Description = "browsers look at the content of images")]
    public async Task Image_IsTaken(string name)
    {
        await using var server = await TestServer.StartAsync();

        var (status, text) = await UploadAsync(server, name, Good);

        Assert.That(status, Is.EqualTo(HttpStatusCode.OK), text);
        Assert.That(File.ReadAllBytes(Path.Combine(server.Folders.Input, name)), Is.EqualTo(Good));
    }

    [Test]
    public async Task Image_AboveTheBounds_Is400()
    {
        await using var server = await TestServer.StartAsync(new ServerOptions { Security = new SecurityOptions { Images = new ImageLimits { MaxPixels = 64 * 63 } } });

        var (status, text) = await UploadAsync(server, "pic.png", Good);

        Assert.That(status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(text, Does.Contain("64 x 64 pixels").And.Contain("at most 4032"));
        Assert.That((await UploadAsync(server, "small.png", Pictures.Png(1, 2, 3, 64, 63))).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task AnyUpload_IsTakenWhenThatIsMeant_AndServedAsBytes()
    {
        await using var server = await TestServer.StartAsync(new ServerOptions { Security = new SecurityOptions { AcceptAnyUpload = true } });

        Assert.That((await UploadAsync(server, "page.html", "<script>alert(1)</script>"u8.ToArray())).Status, Is.EqualTo(HttpStatusCode.OK));
        using var served = await server.Http.GetAsync(new Uri("/view?filename=page.html&type=input", UriKind.Relative));
        Assert.That(served.Content.Headers.ContentType!.ToString(), Is.EqualTo("application/octet-stream"));
        Assert.That(served.Content.Headers.ContentDisposition!.DispositionType, Is.EqualTo("attachment"));
    }

    // Files that came there on other ways.
    [TestCase("a.html")]
    [TestCase("a.htm")]
    [TestCase("a.xhtml")]
    [TestCase("a.xht")]
    [TestCase("a.svg")]
    [TestCase("a.svgz")]
    [TestCase("a.xml")]
    [TestCase("a.xsl")]
    [TestCase("a.rss")]
    [TestCase("a.js")]
    [TestCase("a.mjs")]
    [TestCase("a.css")]
    [TestCase("a.htc")]
    [TestCase("a.hta")]
    [TestCase("a.swf")]
    [TestCase("a.mht")]
    [TestCase("a.mhtml")]
    [TestCase("a.eml")]
    [TestCase("a.wasm")]
    [TestCase("a.jar")]
    [TestCase("a.vbs")]
    [TestCase("a.xaml")]
    [TestCase("a.xbap")]
    [TestCase("a.application")]
    [TestCase("a.exe")]
    [TestCase("a.sh")]
    [TestCase("a.HTML")]
    public async Task View_OfWhatCouldRun_SendsBytesOnly(string name)
    {
        await using var server = await TestServer.StartAsync();
        Directory.CreateDirectory(server.Folders.Output);
        File.WriteAllText(Path.Combine(server.Folders.Output, name), "<script>alert(1)</script>");
        using var served = await server.Http.GetAsync(new Uri($"/view?filename={name}", UriKind.Relative));

        Assert.That(served.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(served.Content.Headers.ContentType!.ToString(), Is.EqualTo("application/octet-stream"));
        Assert.That(served.Headers.GetValues("X-Content-Type-Options").Single(), Is.EqualTo("nosniff"));
        Assert.That(served.Headers.GetValues("Content-Security-Policy").Single(), Is.EqualTo("sandbox"));
    }

    private static byte[] Changed(byte[] content, int at, byte value)
    {
        var changed = content.ToArray();
        changed[at] = (byte)(changed[at] == value ? value ^ 1 : value);
        return changed;
    }

    // Width and height stand in the first chunk; its checksum follows.
    private static byte[] WithSize(byte[] png, int width, int height)
    {
        var changed = png.ToArray();
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(changed.AsSpan(16), width);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(changed.AsSpan(20), height);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(changed.AsSpan(29), Crc(changed.AsSpan(12, 17)));
        return changed;
    }

    private static uint Crc(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var b in data)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ (0xEDB88320 & (uint)-(int)(crc & 1));
            }
        }

        return ~crc;
    }

    private static async Task<(HttpStatusCode Status, string Text)> UploadAsync(TestServer server, string name, byte[] content)
    {
        using var file = new ByteArrayContent(content);
        using var form = new MultipartFormDataContent { { file, "image", name } };
        using var response = await server.Http.PostAsync(new Uri("/upload/image", UriKind.Relative), form);
        return (response.StatusCode, Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync()));
    }
}
