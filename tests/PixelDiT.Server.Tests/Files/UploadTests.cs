using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace PixelDiT.Server.Tests.Files;

/// <summary><c>POST /upload/image</c>: names, folders, refusals.</summary>
internal sealed class UploadTests
{
    private static readonly byte[] Red = Pictures.Png(255, 0, 0);
    private static readonly byte[] Green = Pictures.Png(0, 255, 0);
    private TestServer _server = null!;

    [SetUp]
    public async Task StartAsync() => _server = await TestServer.StartAsync();

    [TearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public async Task Upload_SameNameOtherContent_GetsANumberAndFindsItAgain()
    {
        Assert.That(await NameOfAsync(Red), Is.EqualTo("pic.png"));
        Assert.That(await NameOfAsync(Red), Is.EqualTo("pic.png"), "nothing written twice");
        Assert.That(await NameOfAsync(Green), Is.EqualTo("pic (1).png"));
        Assert.That(await NameOfAsync(Pictures.Png(0, 0, 255)), Is.EqualTo("pic (2).png"));
        Assert.That(await NameOfAsync(Green), Is.EqualTo("pic (1).png"), "content of the second: its name is found again");
        Assert.That(Directory.GetFiles(_server.Folders.Input).Select(Path.GetFileName), Is.EquivalentTo(new[] { "pic.png", "pic (1).png", "pic (2).png" }),
            "nothing is left over");
    }

    [TestCase("true", "pic.png")]
    [TestCase("1", "pic.png")]
    [TestCase("True", "pic (1).png")]
    [TestCase("yes", "pic (1).png")]
    public async Task Upload_Overwrite_IsTrueOrOneExactly(string overwrite, string expected)
    {
        await NameOfAsync(Red);

        Assert.That(await NameOfAsync(Green, ("overwrite", overwrite)), Is.EqualTo(expected));
        Assert.That(File.ReadAllBytes(Path.Combine(_server.Folders.Input, expected)), Is.EqualTo(Green));
    }

    [TestCase("input")]
    [TestCase("output")]
    [TestCase("temp")]
    public async Task Upload_TypeAndSubfolder_ChooseTheFolder(string type)
    {
        var (status, answer) = await UploadAsync("pic.png", Red, ("type", type), ("subfolder", "a/../b"));

        Assert.That(status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(answer!.ToJsonString(), Is.EqualTo($$"""{"name":"pic.png","subfolder":"a/../b","type":"{{type}}"}"""));
        Assert.That(Path.Combine(_server.Folders.DirectoryOf(type)!, "b", "pic.png"), Does.Exist);
    }

    [TestCase("../evil.png", "", "input")]
    [TestCase("..", "", "input")]
    [TestCase("a/../../evil.png", "", "input")]
    [TestCase("..\\..\\evil.png", "../x", "input")]
    [TestCase("pic.png", "../x", "input")]
    [TestCase("pic.png", "/tmp", "input")]
    [TestCase("pic.png", "..", "input")]
    [TestCase("pic.png", "a/../../x", "input")]
    [TestCase("pic.png", "..\\x/../..", "input")]
    [TestCase("pic.png", "", "bogus")]
    [TestCase("pic.png", "", "../output")]
    public async Task Upload_LeadingOutside_Is400AndWritesNothing(string name, string subfolder, string type)
    {
        var before = AllFiles();

        var (status, answer) = await UploadAsync(name, Red, ("subfolder", subfolder), ("type", type));

        Assert.That(status, Is.EqualTo(HttpStatusCode.BadRequest), answer?.ToJsonString());
        Assert.That(AllFiles(), Is.EqualTo(before));
    }

    [Test]
    public async Task Upload_NameWithLineBreak_NeverLeavesTheFolder()
    {
        var body = "--b\r\nContent-Disposition: form-data; name=\"image\"; filename=\"/abs.png\"\r\n\r\n";
        using var content = new ByteArrayContent([.. Encoding.UTF8.GetBytes(body), .. Red, .. "\r\n--b--\r\n"u8]);
        content.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=b");
        using var response = await _server.Http.PostAsync(new Uri("/upload/image", UriKind.Relative), content);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo("""{"name":"abs.png","subfolder":"","type":"input"}"""));
    }

    [TestCase("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"image\"\r\n\r\nplain\r\n--b--\r\n")]
    [TestCase("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n\r\nx\r\n--b--\r\n")]
    [TestCase("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"image\"; filename=\"\"\r\n\r\nx\r\n--b--\r\n")]
    [TestCase("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"image\"; filename=\"a.png\"\r\n\r\ncut off")]
    [TestCase("multipart/form-data", "--b\r\n\r\n--b--\r\n")]
    [TestCase("multipart/form-data; boundary=b", "")]
    [TestCase("application/json", "{\"image\":\"x\"}")]
    [TestCase(null, "")]
    public async Task Upload_Malformed_Is400(string? type, string body)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        using var response = await _server.Http.PostAsync(new Uri("/upload/image", UriKind.Relative), content);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(AllFiles(), Is.Empty);
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Upload_AboveTheLimit_Is413(bool chunked)
    {
        await using var server = await TestServer.StartAsync(new ServerOptions { MaxUploadBytes = 1 << 20 });
        using var form = new MultipartFormDataContent { { new ByteArrayContent(new byte[1_200_000]), "image", "big.png" } };
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Address, "/upload/image")) { Content = form };
        request.Headers.TransferEncodingChunked = chunked;
        using var response = await server.Http.SendAsync(request);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.RequestEntityTooLarge));
        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo("Maximum request body size 1048576 exceeded."));
        Assert.That((await server.GetAsync("/features")).Body!["max_upload_size"]!.ToJsonString(), Is.EqualTo("1048576"));
    }

    private string[] AllFiles() => [.. Directory.GetFiles(Path.GetDirectoryName(_server.Folders.Base)!, "*evil*"), .. Directory.GetFiles(_server.Folders.Base, "*", SearchOption.AllDirectories)];

    private async Task<string> NameOfAsync(byte[] content, params (string Name, string Value)[] fields)
    {
        var (status, answer) = await UploadAsync("pic.png", content, fields);
        Assert.That(status, Is.EqualTo(HttpStatusCode.OK), answer?.ToJsonString());
        return (string)answer!["name"]!;
    }

    private async Task<(HttpStatusCode Status, JsonNode? Body)> UploadAsync(string name, byte[] content, params (string Name, string Value)[] fields)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(content), "image", name } };
        foreach (var (field, value) in fields)
        {
            form.Add(new StringContent(value), field);
        }

        using var response = await _server.Http.PostAsync(new Uri("/upload/image", UriKind.Relative), form);
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, text.StartsWith('{') ? JsonNode.Parse(text) : null);
    }
}
