using System.Net;
using PixelDiT.Imaging;
using PixelDiT.Server.Tests.Replay;

namespace PixelDiT.Server.Tests.Models;

/// <summary><c>/experiment/models</c> and <c>/view_metadata</c>.</summary>
internal sealed class ModelDetailTests
{
    private TestServer _server = null!;

    private string Loras => Path.Combine(_server.Folders.Models, "loras");

    [SetUp]
    public async Task StartAsync()
    {
        _server = await TestServer.StartAsync();
        Directory.CreateDirectory(Path.Combine(Loras, "sub"));
    }

    [TearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public async Task Folders_LeaveOutWhatIsNoModel()
    {
        var (_, body) = await _server.GetAsync("/api/experiment/models");
        var folders = body!.AsArray();

        Assert.That(folders.Select(f => (string)f!["name"]!), Has.None.EqualTo("configs").And.None.EqualTo("custom_nodes").And.Some.EqualTo("loras"));
        Assert.That(folders.First(f => (string)f!["name"]! == "loras")!.ToJsonString(), Is.EqualTo(
            $$"""{"name":"loras","folders":["{{Loras}}","{{Path.Combine(_server.Folders.Output, "loras")}}"],"extensions":[".bin",".ckpt",".pkl",".pt",".pt2",".pth",".safetensors",".sft"]}"""));
    }

    [Test]
    public async Task Files_OfEveryDirectory_WithTimesInSeconds()
    {
        Put("b.safetensors", new byte[7]);
        Put("sub/c.pt", []);
        Put(".hidden.safetensors", []);
        Put(".cache/d.safetensors", []);
        Put("readme.txt", []);
        var saved = Path.Combine(_server.Folders.Output, "loras");
        Directory.CreateDirectory(saved);
        File.WriteAllText(Path.Combine(saved, "b.safetensors"), "");
        File.SetLastWriteTimeUtc(Path.Combine(Loras, "b.safetensors"), DateTime.UnixEpoch.AddSeconds(1_700_000_000.5));

        var (_, body) = await _server.GetAsync("/experiment/models/loras");

        Assert.That(body!.AsArray().Select(f => $"{f!["name"]} {f["pathIndex"]} {f["size"]}"), Is.EqualTo(new[] { "b.safetensors 0 7", "sub/c.pt 0 0", "b.safetensors 1 0" }));
        Assert.That((double)body[0]!["modified"]!, Is.EqualTo(1_700_000_000.5));
        Assert.That((await _server.GetAsync("/experiment/models/unet")).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [TestCase("a.png")]
    [TestCase("a.preview.png")]
    [TestCase("a.jpeg")]
    public async Task Preview_OfAPictureBesideTheModel_IsWebP(string picture)
    {
        Put("sub/a.safetensors", []);
        Put($"sub/{picture}", picture.EndsWith(".png", StringComparison.Ordinal) ? PreparedFiles.Picture(5, 3, [9, 8, 7]) : ImageEncoder.Jpeg(new byte[5 * 3 * 3], 5, 3, 3));

        using var response = await _server.Http.GetAsync(new Uri("/api/experiment/models/preview/loras/0/sub%2Fa.safetensors", UriKind.Relative));

        Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo("image/webp"));
        var image = ImageDecoder.Decode(await response.Content.ReadAsByteArrayAsync());
        Assert.That((image.Format, image.Width, image.Height), Is.EqualTo((ImageFormat.WebP, 5, 3)));
        Assert.That((await _server.GetAsync("/experiment/models/preview/loras/0/sub/a.safetensors")).Status, Is.EqualTo(HttpStatusCode.OK), "slashes as they are");
    }

    [Test]
    public async Task Preview_OfTheCoverInTheHeader()
    {
        var cover = Convert.ToBase64String(PreparedFiles.Picture(2, 4, [1, 2, 3]));
        Put("a.safetensors", PreparedFiles.Safetensors($$$"""{"__metadata__":{"ssmd_cover_images":"[\"{{{cover}}}\"]"}}"""));

        var image = ImageDecoder.Decode(await _server.Http.GetByteArrayAsync(new Uri("/experiment/models/preview/loras/0/a.safetensors", UriKind.Relative)));

        Assert.That((image.Width, image.Height), Is.EqualTo((2, 4)));
    }

    [TestCase("loras/0/none.safetensors", 404)]
    [TestCase("loras/0/bare.safetensors", 404)]
    [TestCase("loras/0/broken.safetensors", 404)]
    [TestCase("loras/0/cover.safetensors", 404)]
    [TestCase("loras/2/bare.safetensors", 404)]
    [TestCase("loras/-1/bare.safetensors", 404)]
    [TestCase("loras/x/bare.safetensors", 400)]
    [TestCase("loras/0/", 400)]
    [TestCase("nothing/0/bare.safetensors", 404)]
    [TestCase("loras/0/..%2Fother%2Fx.safetensors", 403)]
    [TestCase("loras/0/%2Fetc%2Fpasswd", 403)]
    public async Task Preview_WhereThereIsNone(string path, int status)
    {
        Put("bare.safetensors", []);
        Put("broken.safetensors", []);
        Put("broken.png", "no picture"u8.ToArray());
        Put("cover.safetensors", PreparedFiles.Safetensors("""{"__metadata__":{"ssmd_cover_images":"[\"%%%\"]"}}"""));

        Assert.That((await RawHttp.SendAsync(_server, "GET", $"/experiment/models/preview/{path}")).Status, Is.EqualTo(status));
    }

    [Test]
    public async Task Preview_ThatIsALinkToTheOutside_IsNotShown()
    {
        var outside = Path.Combine(_server.Folders.Base, "private.png");
        File.WriteAllBytes(outside, PreparedFiles.Picture(2, 2, [1, 2, 3]));
        Put("a.safetensors", []);
        File.CreateSymbolicLink(Path.Combine(Loras, "a.png"), outside);

        Assert.That((await _server.GetAsync("/experiment/models/preview/loras/0/a.safetensors")).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [TestCase("""{"__metadata__":{"a":"1","ü":"2"},"w":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}""", """{"a":"1","ü":"2"}""")]
    [TestCase("""{"__metadata__":{}}""", "{}")]
    [TestCase("""{}""", null)]
    [TestCase("""{"__metadata__":[1]}""", null)]
    [TestCase("""[1]""", null)]
    [TestCase("not json", null)]
    public async Task Metadata_IsTheTextsOfTheHeader(string header, string? expected)
    {
        Put("sub/a.safetensors", PreparedFiles.Safetensors(header));

        using var response = await _server.Http.GetAsync(new Uri("/view_metadata/loras?filename=sub/a.safetensors", UriKind.Relative));

        Assert.That(response.StatusCode, Is.EqualTo(expected is null ? HttpStatusCode.NotFound : HttpStatusCode.OK));
        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo(expected ?? ""));
    }

    [TestCase(1 << 20, HttpStatusCode.OK)]
    [TestCase((1 << 20) + 1, HttpStatusCode.NotFound)]
    public async Task Metadata_HeaderIsBounded(int length, HttpStatusCode status)
    {
        const string begin = """{"__metadata__":{"a":"1"}""";
        Put("a.safetensors", PreparedFiles.Safetensors(begin + new string(' ', length - begin.Length - 1) + "}"));

        Assert.That((await _server.GetAsync("/view_metadata/loras?filename=a.safetensors")).Status, Is.EqualTo(status));
    }

    [TestCase(new byte[] { 255, 255, 255, 255, 255, 255, 255, 255, 1 })]
    [TestCase(new byte[] { 200, 0, 0, 0, 0, 0, 0, 0, (byte)'{', (byte)'}' })]
    [TestCase(new byte[] { 1, 0 })]
    [TestCase(new byte[0])]
    public async Task Metadata_OfABrokenFile_Is404(byte[] content)
    {
        Put("a.safetensors", content);

        Assert.That((await _server.GetAsync("/view_metadata/loras?filename=a.safetensors")).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    private void Put(string name, byte[] content)
    {
        var path = Path.Combine(Loras, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
    }
}
