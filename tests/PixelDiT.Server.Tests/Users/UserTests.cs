using System.Net;
using System.Text.Json.Nodes;

namespace PixelDiT.Server.Tests.Users;

/// <summary><c>/users</c>, and what <c>--multi-user</c> changes.</summary>
internal sealed class UserTests
{
    [Test]
    public async Task MultiUser_EachHasSettingsAndFilesOfTheirOwn()
    {
        await using var server = await TestServer.StartAsync(new ServerOptions { MultiUser = true });
        var bob = await AddAsync(server, "Bob Ross!");
        var eve = await AddAsync(server, "Eve");

        Assert.That(bob, Does.Match("^Bob-Ross-_[0-9a-f-]{36}$"));
        Assert.That((await server.GetAsync("/users")).Body!.ToJsonString(), Is.EqualTo($$$"""{"storage":"server","users":{"{{{bob}}}":"Bob Ross!","{{{eve}}}":"Eve"}}"""));
        Assert.That((await AsAsync(server, bob, "POST", "/settings/a", "1")).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await AsAsync(server, bob, "POST", "/userdata/a.json", "{}")).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await AsAsync(server, bob, "GET", "/settings")).Body, Is.EqualTo("""{"a":1}"""));
        Assert.That((await AsAsync(server, eve, "GET", "/settings")).Body, Is.EqualTo("{}"));
        Assert.That((await AsAsync(server, eve, "GET", "/userdata/a.json")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(Path.Combine(server.Folders.User, bob, "a.json"), Does.Exist);
    }

    [Test]
    public async Task MultiUser_Users_SurviveARestart()
    {
        await using var server = await TestServer.StartAsync(new ServerOptions { MultiUser = true });
        var id = await AddAsync(server, "Zoë");

        Assert.That(JsonNode.Parse(File.ReadAllText(Path.Combine(server.Folders.User, "users.json")))!.ToJsonString(), Is.EqualTo(new JsonObject { [id] = "Zoë" }.ToJsonString()));
    }

    [TestCase(null)]
    [TestCase("nobody")]
    [TestCase("__system")]
    [TestCase("../default")]
    [TestCase("..")]
    [TestCase("")]
    public async Task MultiUser_UnknownUser_GetsNothing(string? user)
    {
        await using var server = await TestServer.StartAsync(new ServerOptions { MultiUser = true });
        Directory.CreateDirectory(Path.Combine(server.Folders.User, "__system"));
        File.WriteAllText(Path.Combine(server.Folders.User, "__system", "a.json"), "secret");

        foreach (var (method, path) in ((string, string)[])[("GET", "/settings"), ("GET", "/settings/a"), ("POST", "/settings/a"), ("GET", "/userdata?dir=."), ("GET", "/userdata/a.json"),
            ("POST", "/userdata/a.json"), ("DELETE", "/userdata/a.json"), ("POST", "/userdata/a.json/move/b.json")])
        {
            Assert.That((await AsAsync(server, user, method, path, "1")).Status, Is.EqualTo(HttpStatusCode.Unauthorized), $"{method} {path}");
        }

        Assert.That((await AsAsync(server, user, "GET", "/v2/userdata")).Status, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(Directory.GetFiles(server.Folders.Base, "*", SearchOption.AllDirectories), Has.Length.EqualTo(1));
    }

    [TestCase("""{"username":1}""")]
    [TestCase("""{"username":null}""")]
    [TestCase("[]")]
    [TestCase("")]
    [TestCase("""{"username":"__x"}""")]
    [TestCase("""{"username":"  "}""")]
    [TestCase("""{"username":"default"}""")]
    public async Task Post_BadName_Is400(string body)
    {
        await using var server = await TestServer.StartAsync();

        Assert.That((await server.PostAsync("/users", body)).Status, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task Post_NameTooLong_Is400()
    {
        await using var server = await TestServer.StartAsync();

        Assert.That((await server.PostAsync("/users", $$"""{"username":"{{new string('x', 101)}}"}""")).Status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((await server.PostAsync("/users", $$"""{"username":"{{new string('x', 70_000)}}"}""")).Status, Is.EqualTo(HttpStatusCode.RequestEntityTooLarge));
    }

    [Test]
    public async Task HandWrittenIds_ThatLeadElsewhere_AreIgnored()
    {
        await using var server = await TestServer.StartAsync(new ServerOptions { MultiUser = true });
        Directory.CreateDirectory(server.Folders.User);
        File.WriteAllText(Path.Combine(server.Folders.User, "users.json"), """{"../../etc":"a","a/b":"b","good_1":"c","..":"d","":"e"}""");

        Assert.That((await server.GetAsync("/users")).Body!["users"]!.ToJsonString(), Is.EqualTo("""{"good_1":"c"}"""));
    }

    private static async Task<string> AddAsync(TestServer server, string name) =>
        (string)(await server.PostAsync("/api/users", new JsonObject { ["username"] = name }.ToJsonString())).Body!;

    private static async Task<(HttpStatusCode Status, string Body)> AsAsync(TestServer server, string? user, string method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (user is not null)
        {
            request.Headers.Add("Comfy-User", user);
        }

        if (method == "POST")
        {
            request.Content = new StringContent(body!);
        }

        using var response = await server.Http.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
