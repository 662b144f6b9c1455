using System.Net;
using System.Text.Json.Nodes;
using PixelDiT.Imaging;
using PixelDiT.Server.Tests.Replay;

namespace PixelDiT.Server.Tests.Files;

/// <summary><c>POST /upload/mask</c>: the alpha of the upload on the picture it was drawn for.</summary>
internal sealed class MaskTests
{
    private TestServer _server = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _server = await TestServer.StartAsync();
        Directory.CreateDirectory(_server.Folders.Input);
    }

    [TearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public async Task Mask_TakesColoursAndTextsOfTheOriginal()
    {
        var texts = new[] { new PngTextEntry("prompt", "{}"), new PngTextEntry("workflow", "[1]") };
        File.WriteAllBytes(Path.Combine(_server.Folders.Input, "orig.png"), PngText.Insert(PreparedFiles.Picture(4, 4, [50, 60, 70, 200]), texts));

        var (status, answer) = await UploadAsync(PreparedFiles.Picture(4, 4, [1, 2, 3, 99]), """{"filename":"orig.png","type":"input","subfolder":""}""", ("subfolder", "clipspace"));

        Assert.That(status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(answer!.ToJsonString(), Is.EqualTo("""{"name":"mask.png","subfolder":"clipspace","type":"input"}"""));
        var file = File.ReadAllBytes(Path.Combine(_server.Folders.Input, "clipspace", "mask.png"));
        Assert.That(ImageDecoder.Decode(file).Bytes(0)[..4].ToArray(), Is.EqualTo(new byte[] { 50, 60, 70, 99 }));
        Assert.That(PngText.Read(file), Is.EqualTo(texts));
    }

    [Test]
    public async Task Mask_OfAJpeg_IsAPng()
    {
        File.WriteAllBytes(Path.Combine(_server.Folders.Input, "orig.jpg"), ImageEncoder.Jpeg(new byte[4 * 4 * 3], 4, 4, 3));

        var (status, _) = await UploadAsync(PreparedFiles.Picture(4, 4, [1, 2, 3]), """{"filename":"orig.jpg [input]"}""");

        Assert.That(status, Is.EqualTo(HttpStatusCode.OK));
        var image = ImageDecoder.Decode(Path.Combine(_server.Folders.Input, "mask.png"));
        Assert.That((image.Format, image.Channels, image.Bytes(0)[3]), Is.EqualTo((ImageFormat.Png, 4, (byte)255)), "without alpha of its own: opaque");
    }

    [Test]
    public async Task Mask_SameAgain_IsFoundAgain()
    {
        File.WriteAllBytes(Path.Combine(_server.Folders.Input, "orig.png"), PreparedFiles.Picture(2, 2, [1, 2, 3]));
        const string original = """{"filename":"orig.png","type":"input"}""";

        Assert.That((string)(await UploadAsync(PreparedFiles.Picture(2, 2, [0, 0, 0, 9]), original)).Answer!["name"]!, Is.EqualTo("mask.png"));
        Assert.That((string)(await UploadAsync(PreparedFiles.Picture(2, 2, [0, 0, 0, 9]), original)).Answer!["name"]!, Is.EqualTo("mask.png"));
        Assert.That((string)(await UploadAsync(PreparedFiles.Picture(2, 2, [0, 0, 0, 8]), original)).Answer!["name"]!, Is.EqualTo("mask (1).png"));
        Assert.That((string)(await UploadAsync(PreparedFiles.Picture(2, 2, [0, 0, 0, 7]), original, ("overwrite", "true"))).Answer!["name"]!, Is.EqualTo("mask.png"));
    }

    [TestCase("""{"filename":"orig.png","type":"input"}""", "size")]
    [TestCase("""{"filename":"orig.png","type":"input"}""", "no image")]
    [TestCase("""{"filename":"note.txt","type":"input"}""", "mask")]
    [TestCase("""{"filename":"orig.png","type":"bogus"}""", "mask")]
    [TestCase("""{"filename":7}""", "mask")]
    [TestCase("""{"filename":"orig.png","type":["input"]}""", "mask")]
    [TestCase("[]", "mask")]
    [TestCase("", "mask")]
    [TestCase("{", "mask")]
    public async Task Mask_Malformed_Is400AndWritesNothing(string original, string upload)
    {
        File.WriteAllBytes(Path.Combine(_server.Folders.Input, "orig.png"), PreparedFiles.Picture(4, 4, [1, 2, 3]));
        File.WriteAllText(Path.Combine(_server.Folders.Input, "note.txt"), "text");

        var (status, answer) = await UploadAsync(upload switch { "size" => PreparedFiles.Picture(4, 5, [1, 2, 3, 4]), "no image" => [1, 2, 3], _ => PreparedFiles.Picture(4, 4, [1, 2, 3, 4]) }, original);

        Assert.That(status, Is.EqualTo(HttpStatusCode.BadRequest), answer?.ToJsonString());
        Assert.That(Path.Combine(_server.Folders.Input, "mask.png"), Does.Not.Exist);
    }

    private async Task<(HttpStatusCode Status, JsonNode? Answer)> UploadAsync(byte[] image, string original, params (string Name, string Value)[] fields)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(image), "image", "mask.png" }, { new StringContent(original), "original_ref" } };
        foreach (var (field, value) in fields)
        {
            form.Add(new StringContent(value), field);
        }

        using var response = await _server.Http.PostAsync(new Uri("/api/upload/mask", UriKind.Relative), form);
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, text.StartsWith('{') ? JsonNode.Parse(text) : null);
    }
}
