using System.Net;

namespace PixelDiT.Server.Tests.Internal;

/// <summary><c>/internal/folder_paths</c>, <c>/internal/files</c> and the assets group.</summary>
internal sealed class InternalTests
{
    private TestServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _server = await TestServer.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public async Task Files_AreNewestFirst_TopLevelOnly_WithoutHiddenOnes()
    {
        Assert.That((await _server.GetAsync("/internal/files/input")).Body!.ToJsonString(), Is.EqualTo("[]"), "before there is a folder");
        var day = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        foreach (var (name, age) in ((string, int)[])[("old.png", 3), ("new.txt", 1), ("mid.png", 2), (".hidden", 0), ("sub/inner.png", 0)])
        {
            var path = Path.Combine(_server.Folders.Input, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, "");
            File.SetLastWriteTimeUtc(path, day.AddDays(-age));
        }

        Assert.That((await _server.GetAsync("/internal/files/input")).Body!.ToJsonString(), Is.EqualTo("""["new.txt [input]","mid.png [input]","old.png [input]"]"""));
    }

    [TestCase("bogus")]
    [TestCase("Output")]
    [TestCase("..%2Fuser")]
    public async Task Files_OfAnotherType_Are400(string type)
    {
        var (status, body) = await _server.GetAsync($"/internal/files/{type}");

        Assert.That((status, body!.ToJsonString()), Is.EqualTo((HttpStatusCode.BadRequest, """{"error":"Invalid directory type"}""")));
    }

    [Test]
    public async Task FolderPaths_NameEveryModelFolder()
    {
        var (_, body) = await _server.GetAsync("/internal/folder_paths");

        Assert.That(body!["text_encoders"]!.AsArray().Select(d => (string)d!).Take(2), Is.EqualTo(new[] { Path.Combine(_server.Folders.Models, "text_encoders"), Path.Combine(_server.Folders.Models, "clip") }));
        Assert.That(body.AsObject().Select(p => p.Key), Is.EqualTo((await _server.GetAsync("/models")).Body!.AsArray().Select(n => (string)n!)));
    }

    [TestCase("GET", "/api/assets")]
    [TestCase("POST", "/api/assets")]
    [TestCase("HEAD", "/api/assets/hash/blake3:00")]
    [TestCase("PUT", "/api/assets/00000000-0000-0000-0000-000000000000")]
    [TestCase("DELETE", "/api/assets/x/tags")]
    [TestCase("GET", "/api/assets/tags/refine")]
    [TestCase("POST", "/api/assets/seed/cancel")]
    [TestCase("GET", "/api/tags")]
    public async Task Assets_AreSwitchedOff(string method, string path)
    {
        using var response = await _server.Http.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        if (method != "HEAD")
        {
            Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo(
                """{"error":{"code":"SERVICE_DISABLED","message":"Assets system is disabled. Start the server with --enable-assets to use this feature.","details":{}}}"""));
        }
    }

    [TestCase("/assets")]
    [TestCase("/tags")]
    public async Task Assets_WithoutPrefix_DoNotExist(string path) => Assert.That((await _server.GetAsync(path)).Status, Is.EqualTo(HttpStatusCode.NotFound));
}
