using System.Net;
using System.Text.Json.Nodes;
using PixelDiT.Graph.Packs;

namespace PixelDiT.Server.Tests.FrontEndSupport;

/// <summary>What packs bring for front ends (protocol §2.8).</summary>
internal sealed class FrontEndSupportTests
{
    private DirectoryInfo _packs = null!;
    private TestServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _packs = Directory.CreateTempSubdirectory("pixeldit-packs-");
        Put("one/web/main.js", "import './lib/x.js'");
        Put("one/web/lib/x.js", "x");
        Put("one/web/style.css", "a{}");
        Put("one/web/pic.png", "png");
        Put("one/secret.txt", "secret");
        Put("one/locales/en/main.json", """{"a":{"x":1,"y":1},"only":"one"}""");
        Put("one/locales/en/nodeDefs.json", """{"N":{"display_name":"One"}}""");
        Put("one/locales/de/settings.json", """{"s":"Eins"}""");
        Put("one/locales/fr/main.json", "not json");
        Put("one/example_workflows/first.json", "{\"nodes\":[]}");
        Put("one/example_workflows/first.jpg", "jpg");
        Put("one/workflows/second.json", "{}");
        Put("one/subgraphs/blur.json", """{"g":1}""");
        Put("two/locales/en/main.json", """{"a":{"y":2}}""");
        Put("two/locales/en/nodeDefs.json", """{"M":{"display_name":"Two"}}""");
        Put("web/index.html", "ok");
        Put("web/extensions/core/base.js", "core");
        Put("web/templates/index.json", "[]");
        Put("web/docs/KSampler/en.md", "help");
        _server = await TestServer.StartAsync(
            new ServerOptions { FrontEndRoot = Path.Combine(_packs.FullName, "web") },
            change: (_, parts) => parts with { Packs = [Pack("one"), Pack("two")] });
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await _server.DisposeAsync();
        _packs.Delete(recursive: true);
    }

    [Test]
    public async Task Extensions_ListsScriptsOfFrontEndAndPacks_AndEachIsThere()
    {
        var (_, body) = await _server.GetAsync("/api/extensions");

        Assert.That(body!.ToJsonString(), Is.EqualTo("""["/extensions/core/base.js","/extensions/one/lib/x.js","/extensions/one/main.js"]"""));
        foreach (var path in body.AsArray().Select(p => (string)p!))
        {
            using var response = await _server.Http.GetAsync(new Uri(path, UriKind.Relative));
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), path);
            Assert.That(response.Content.Headers.ContentType!.ToString(), Is.EqualTo("application/javascript; charset=utf-8"));
            Assert.That(response.Headers.CacheControl!.NoStore, Is.True);
        }
    }

    [TestCase("/extensions/one/style.css", 200)]
    [TestCase("/extensions/one/pic.png", 200)]
    [TestCase("/extensions/one/none.js", 404)]
    [TestCase("/extensions/two/main.js", 404)]
    [TestCase("/extensions/one/..%2Fsecret.txt", 404)]
    [TestCase("/extensions/one/..%2f..%2fone%2fsecret.txt", 404)]
    [TestCase("/extensions/..%2F..%2Fone/secret.txt", 404)]
    [TestCase("/extensions/one/lib", 404)]
    [TestCase("/extensions/one", 404)]
    [TestCase("/api/extensions/one/main.js", 404)]
    [TestCase("/api/workflow_templates/one/first.json", 200)]
    [TestCase("/api/workflow_templates/one/first.jpg", 200)]
    [TestCase("/api/workflow_templates/one/second.json", 200)]
    [TestCase("/api/workflow_templates/one/third.json", 404)]
    [TestCase("/api/workflow_templates/one/..%2Fsecret.txt", 404)]
    [TestCase("/api/workflow_templates/none/first.json", 404)]
    [TestCase("/workflow_templates/one/first.json", 404)]
    [TestCase("/templates/index.json", 200)]
    [TestCase("/docs/KSampler/en.md", 200)]
    [TestCase("/templates/none.json", 404)]
    public async Task File_OfPackOrFrontEnd_IsServedOrNot(string path, int status)
    {
        var answer = await RawHttp.SendAsync(_server, "GET", path);

        Assert.That(answer.Status, Is.EqualTo(status));
        Assert.That(answer.Body, Does.Not.Contain("secret"));
    }

    [Test]
    public async Task Translations_AreMerged()
    {
        var (_, body) = await _server.GetAsync("/i18n");

        Assert.That(JsonNode.DeepEquals(body, JsonNode.Parse("""
            {"en":{"a":{"x":1,"y":2},"only":"one","nodeDefs":{"N":{"display_name":"One"},"M":{"display_name":"Two"}}},"de":{"settings":{"s":"Eins"}}}
            """)), Is.True, body!.ToJsonString());
    }

    [Test]
    public async Task Templates_ListNamesByPack() =>
        Assert.That((await _server.GetAsync("/workflow_templates")).Body!.ToJsonString(), Is.EqualTo("""{"one":["first","second"]}"""));

    [Test]
    public async Task Subgraphs_ListedWithoutData_AndOneWithIt()
    {
        var (_, all) = await _server.GetAsync("/global_subgraphs");
        var (id, entry) = all!.AsObject().Single();

        Assert.That(entry!.ToJsonString(), Is.EqualTo("""{"source":"custom_node","name":"blur","info":{"node_pack":"custom_nodes.one"}}"""));
        Assert.That((string)(await _server.GetAsync($"/api/global_subgraphs/{id}")).Body!["data"]!, Is.EqualTo("""{"g":1}"""));
        Assert.That(await _server.Http.GetStringAsync(new Uri("/global_subgraphs/none", UriKind.Relative)), Is.EqualTo("null"));
    }

    [Test]
    public async Task WithoutPacks_AllIsEmpty()
    {
        await using var server = await TestServer.StartAsync();

        foreach (var (path, empty) in ((string, string)[])[("/extensions", "[]"), ("/i18n", "{}"), ("/workflow_templates", "{}"), ("/global_subgraphs", "{}"), ("/node_replacements", "{}")])
        {
            Assert.That(await server.Http.GetStringAsync(new Uri("/api" + path, UriKind.Relative)), Is.EqualTo(empty), path);
        }
    }

    private LoadedPack Pack(string name) => new(name, "1.0", $"custom_nodes.{name}", Path.Combine(_packs.FullName, name), PackSource.Custom, [], [], TimeSpan.Zero);

    private void Put(string name, string content)
    {
        var path = Path.Combine(_packs.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }
}
