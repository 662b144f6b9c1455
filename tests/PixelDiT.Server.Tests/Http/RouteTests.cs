using System.Net;

namespace PixelDiT.Server.Tests.Http;

/// <summary>The routes that only tell something, with and without prefix.</summary>
internal sealed class RouteTests
{
    private TestServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _server = await TestServer.StartAsync();
        Directory.CreateDirectory(Path.Combine(_server.Folders.User, "default"));
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public async Task Get_EveryReadingRoute_AnswersWithAndWithoutPrefix(
        [Values("prompt", "queue", "history", "history/unknown", "object_info", "object_info/SaveImage", "system_stats", "features", "models", "models/loras", "embeddings",
            "users", "settings", "settings/x", "userdata?dir=.", "v2/userdata", "extensions", "i18n", "workflow_templates", "global_subgraphs", "global_subgraphs/x", "node_replacements",
            "experiment/models", "experiment/models/loras")] string route,
        [Values("/", "/api/")] string prefix,
        [Values("GET", "HEAD")] string method)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), prefix + route);
        using var response = await _server.Http.SendAsync(request);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(response.Content.Headers.ContentType!.ToString(), Is.EqualTo("application/json; charset=utf-8"));
    }

    [TestCase("GET", "/no/such/path", 404)]
    [TestCase("POST", "/no/such/path", 405)]
    [TestCase("GET", "/internal/logs", 200)]
    [TestCase("GET", "/internal/logs/raw", 200)]
    [TestCase("GET", "/internal/folder_paths", 200)]
    [TestCase("GET", "/internal/files/output", 200)]
    [TestCase("GET", "/api/internal/files/output", 404)]
    [TestCase("GET", "/api/internal/folder_paths", 404)]
    [TestCase("GET", "/queue/more", 404)]
    [TestCase("GET", "/models/none", 404)]
    [TestCase("GET", "/models/unet", 404)]
    [TestCase("GET", "/jobs", 404)]
    [TestCase("PUT", "/prompt", 405)]
    [TestCase("DELETE", "/queue", 405)]
    [TestCase("POST", "/view", 405)]
    [TestCase("OPTIONS", "/prompt", 200)]
    [TestCase("OPTIONS", "/no/such/path", 200)]
    public async Task Other_Requests(string method, string path, int status)
    {
        using var response = await _server.Http.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        Assert.That((int)response.StatusCode, Is.EqualTo(status));
    }

    [Test]
    public async Task ObjectInfo_UnknownClass_IsAnEmptyObject()
    {
        var (status, body) = await _server.GetAsync("/object_info/NoSuchNode");

        Assert.That(status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(body!.ToJsonString(), Is.EqualTo("{}"));
    }

    [Test]
    public async Task ObjectInfo_All_ListsTheClassesInOrderOfRegistration()
    {
        var (_, body) = await _server.GetAsync("/object_info");

        Assert.That(body!.AsObject().Select(p => p.Key).Take(4), Is.EqualTo(new[] { "EmptyImage", "StubImage", "SaveImage", "PreviewImage" }));
        Assert.That(body["SaveImage"]!.ToJsonString(), Is.EqualTo((await _server.GetAsync("/object_info/SaveImage")).Body!["SaveImage"]!.ToJsonString()));
    }

    [Test]
    public async Task Models_OfAFolder_AreListed()
    {
        var folder = Path.Combine(_server.Folders.Models, "diffusion_models");
        Directory.CreateDirectory(Path.Combine(folder, "sub"));
        File.WriteAllText(Path.Combine(folder, "sub", "b.safetensors"), "");
        File.WriteAllText(Path.Combine(folder, "a.safetensors"), "");
        File.WriteAllText(Path.Combine(folder, "readme.txt"), "");

        Assert.That((await _server.GetAsync("/models/diffusion_models")).Body!.ToJsonString(), Is.EqualTo("""["a.safetensors","sub/b.safetensors"]"""));
    }

    [Test]
    public async Task Root_WithoutFrontEnd_IsAPlainPage()
    {
        using var response = await _server.Http.GetAsync(new Uri("/", UriKind.Relative));

        Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo("text/html"));
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain("PixelDiT.Nodes"));
    }

    [Test]
    public async Task FrontEnd_IsServedWithItsCacheHeadersAndNothingBesides()
    {
        var root = Directory.CreateTempSubdirectory("pixeldit-frontend-");
        try
        {
            var web = root.CreateSubdirectory("web");
            web.CreateSubdirectory("assets");
            File.WriteAllText(Path.Combine(web.FullName, "index.html"), "<html>ok</html>");
            File.WriteAllText(Path.Combine(web.FullName, "assets", "app.js"), "x");
            File.WriteAllText(Path.Combine(web.FullName, "assets", "logo.png"), "x");
            File.WriteAllText(Path.Combine(root.FullName, "secret.txt"), "secret");
            await using var server = await TestServer.StartAsync(new ServerOptions { FrontEndRoot = web.FullName });

            await ExpectAsync(server, "/", 200, "text/html", "no-store, must-revalidate");
            await ExpectAsync(server, "/index.html", 200, "text/html", null);
            await ExpectAsync(server, "/assets/app.js", 200, "application/javascript", "no-store");
            await ExpectAsync(server, "/assets/logo.png", 200, "image/png", "public, max-age=86400");
            await ExpectAsync(server, "/assets/none.png", 404, null, "public, max-age=3600");
            await ExpectAsync(server, "/assets", 404, null, null);
            await ExpectAsync(server, "/index.html/", 404, null, null);
            await ExpectAsync(server, "/assets/", 404, null, null);
            await ExpectAsync(server, "/extensions/none/app.js/", 404, null, null);
            await ExpectAsync(server, "/%2e%2e/secret.txt", 404, null, null);
            await ExpectAsync(server, "/..%2fsecret.txt", 404, null, null);
            await ExpectAsync(server, "/queue", 200, "application/json", null);
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }

    private static async Task ExpectAsync(TestServer server, string path, int status, string? type, string? cache)
    {
        using var response = await server.Http.GetAsync(new Uri(path, UriKind.Relative));
        Assert.That((int)response.StatusCode, Is.EqualTo(status), path);
        Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo(type), path);
        // HttpClient sorts the directives.
        Assert.That(response.Headers.CacheControl?.ToString().Split(", ").Order(), Is.EqualTo(cache?.Split(", ").Order()), path);
    }
}
