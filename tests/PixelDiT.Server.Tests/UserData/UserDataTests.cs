using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace PixelDiT.Server.Tests.UserData;

/// <summary><c>/userdata</c> beyond the recording: names, races, limits.</summary>
internal sealed class UserDataTests
{
    private TestServer _server = null!;

    private string Root => Path.Combine(_server.Folders.User, "default");

    [SetUp]
    public async Task StartAsync() => _server = await TestServer.StartAsync(new ServerOptions { MaxUploadBytes = 1 << 20 });

    [TearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [TestCase("100%25.json", "100%.json")]
    [TestCase("a%2520b.json", "a%20b.json")]
    [TestCase("Gr%C3%BC%C3%9Fe%20%F0%9D%84%9E.json", "Grüße 𝄞.json")]
    [TestCase("a+b.json", "a+b.json")]
    [TestCase("what%3F%2A%3A.json", "what?*:.json")]
    [TestCase("workflows%2F.index.json", "workflows/.index.json")]
    public async Task Name_IsDecodedExactlyOnce(string encoded, string name)
    {
        var (status, _, answer) = await RawHttp.SendAsync(_server, "POST", $"/api/userdata/{encoded}", "{}"u8.ToArray());

        Assert.That(status, Is.EqualTo(200), answer);
        Assert.That((string)JsonNode.Parse(answer)!, Is.EqualTo(name));
        Assert.That(File.ReadAllText(Path.Combine(Root, name)), Is.EqualTo("{}"));
        Assert.That((await RawHttp.SendAsync(_server, "GET", $"/userdata/{encoded}")).Body, Is.EqualTo("{}"));
        Assert.That((await RawHttp.SendAsync(_server, "DELETE", $"/userdata/{encoded}")).Status, Is.EqualTo(204));
    }

    [Test]
    public async Task List_LeavesOutWhatIsHidden()
    {
        foreach (var name in (string[])["workflows/b.json", "workflows/a.json", "workflows/.index.json", "workflows/.git/x.json", "workflows/A/c.json"])
        {
            Put(name, "{}");
        }

        Assert.That((await _server.GetAsync("/userdata?dir=workflows&recurse=TRUE&split=false&full_info=false")).Body!.ToJsonString(), Is.EqualTo("""["A/c.json","a.json","b.json"]"""));
        Assert.That((await _server.GetAsync("/userdata?dir=workflows/A/")).Body!.ToJsonString(), Is.EqualTo("""["c.json"]"""));
        Assert.That((await _server.GetAsync("/userdata?dir=workflows/A/..")).Body!.ToJsonString(), Is.EqualTo("""["a.json","b.json"]"""));
    }

    [Test]
    public async Task FullInfo_TimesAreMilliseconds()
    {
        Put("workflows/a.json", "12345");
        var path = Path.Combine(Root, "workflows/a.json");
        File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch.AddMilliseconds(1_700_000_000_123));

        var info = (await _server.GetAsync("/userdata?dir=workflows&full_info=true")).Body![0]!;

        Assert.That(info["modified"]!.ToJsonString(), Is.EqualTo("1700000000123"));
        Assert.That(info["created"]!.ToJsonString(), Does.Match("^[0-9]{13}$"));
        Assert.That((int)info["size"]!, Is.EqualTo(5));
        Assert.That((double)(await _server.GetAsync("/v2/userdata")).Body![1]!["modified"]!, Is.EqualTo(1_700_000_000.123));
    }

    [Test]
    public async Task Post_ManyAtOnce_TheFileIsAlwaysWhole()
    {
        var bodies = Enumerable.Range(0, 20).Select(i => new string((char)('a' + i), 50_000)).ToList();
        using var reading = new CancellationTokenSource();
        await PostAsync("x.json", bodies[0]);
        var reader = Task.Run(async () =>
        {
            while (!reading.IsCancellationRequested)
            {
                var text = await _server.Http.GetStringAsync(new Uri("/userdata/x.json", UriKind.Relative));
                Assert.That(text, Has.Length.EqualTo(50_000));
                Assert.That(text.Distinct().Count(), Is.EqualTo(1));
            }
        });
        await Task.WhenAll(bodies.Select(b => PostAsync("x.json", b)));
        await reading.CancelAsync();
        await reader;

        Assert.That(Directory.GetFiles(Root, "*", new EnumerationOptions { AttributesToSkip = FileAttributes.None }), Has.Length.EqualTo(1), "nothing is left over");
    }

    [Test]
    public async Task Post_ManyAtOnceWithoutOverwrite_OneWins()
    {
        var statuses = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => PostAsync("once.json?overwrite=false", $"{i}")));

        Assert.That(statuses.Count(s => s == HttpStatusCode.OK), Is.EqualTo(1));
        Assert.That(statuses.Count(s => s == HttpStatusCode.Conflict), Is.EqualTo(19));
    }

    [Test]
    public async Task Post_TooLong_Is413AndLeavesNothing()
    {
        Assert.That(await PostAsync("big.bin", new string('x', (1 << 20) + 1)), Is.EqualTo(HttpStatusCode.RequestEntityTooLarge));
        Assert.That(Directory.Exists(Root) ? Directory.GetFiles(Root, "*", new EnumerationOptions { AttributesToSkip = FileAttributes.None }) : [], Is.Empty);
    }

    [TestCase("file.json%2Finside.json")]
    [TestCase("folder")]
    public async Task Post_WhereAFolderOrFileIsInTheWay_Is400(string path)
    {
        Put("file.json", "x");
        Put("folder/x.json", "x");

        Assert.That(await PostAsync(path, "y"), Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(File.ReadAllText(Path.Combine(Root, "folder/x.json")), Is.EqualTo("x"));
    }

    [TestCase("folder")]
    [TestCase("folder%2F")]
    [TestCase(".")]
    [TestCase("folder%2F..")]
    public async Task FolderWhereAFileIsMeant_IsRefused(string path)
    {
        Put("folder/x.json", "x");
        foreach (var (method, target) in ((string, string)[])[("GET", path), ("DELETE", path), ("POST", path), ("POST", $"{path}/move/y.json"), ("POST", $"folder%2Fx.json/move/{path}")])
        {
            var (status, _, _) = await RawHttp.SendAsync(_server, method, $"/userdata/{target}");
            Assert.That(status, Is.InRange(400, 499), $"{method} {target}");
        }

        Assert.That(File.ReadAllText(Path.Combine(Root, "folder/x.json")), Is.EqualTo("x"));
    }

    [TestCase("a.js")]
    [TestCase("a.html")]
    [TestCase("a.svg")]
    [TestCase("a.css")]
    [TestCase("workflows/user.css")]
    public async Task Get_WhatABrowserCouldRun_IsADownload(string name)
    {
        Put(name, "x");

        using var response = await _server.Http.GetAsync(new Uri($"/userdata/{Uri.EscapeDataString(name)}", UriKind.Relative));

        Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/octet-stream"));
        Assert.That(response.Content.Headers.ContentDisposition!.DispositionType, Is.EqualTo("attachment"));
        Assert.That(response.Headers.GetValues("X-Content-Type-Options").Single(), Is.EqualTo("nosniff"));
    }

    [Test]
    public async Task Get_Unchanged_IsNotSentAgain()
    {
        Put("a.json", "{}");
        using var first = await _server.Http.GetAsync(new Uri("/userdata/a.json", UriKind.Relative));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/userdata/a.json");
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await _server.Http.SendAsync(request);

        Assert.That(second.StatusCode, Is.EqualTo(HttpStatusCode.NotModified));
    }

    [Test]
    public async Task Move_IntoANewFolder_MakesIt()
    {
        Put("a.json", "1");

        var (status, body) = await _server.PostAsync("/api/userdata/a.json/move/deep%2Fer%2Fb.json", "");

        Assert.That((status, (string)body!), Is.EqualTo((HttpStatusCode.OK, "deep/er/b.json")));
        Assert.That(File.ReadAllText(Path.Combine(Root, "deep/er/b.json")), Is.EqualTo("1"));
        Assert.That(Path.Combine(Root, "a.json"), Does.Not.Exist);
    }

    private void Put(string name, string content)
    {
        var path = Path.Combine(Root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }

    private async Task<HttpStatusCode> PostAsync(string path, string body)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        using var response = await _server.Http.PostAsync(new Uri($"/userdata/{path}", UriKind.Relative), content);
        return response.StatusCode;
    }
}
