using System.Net;
using System.Text.Json.Nodes;
using PixelDiT.Server.Security;

namespace PixelDiT.Server.Tests.Security;

/// <summary>Requests with, without and with wrong keys.</summary>
internal sealed class KeyTests
{
    private const string AnnasKey = "anna-0123456789-abcdef";
    private const string AdminsKey = "root-0123456789-abcdef";

    private static readonly ServerOptions Locked = new()
    {
        Security = new SecurityOptions { Keys = [new ApiKey("anna", AnnasKey), new ApiKey("root", AdminsKey, isAdmin: true)] },
    };

    [Test]
    public async Task EveryRoute_WithoutKey_Is401AndSaysHow()
    {
        await using var server = await TestServer.StartAsync(Locked);
        foreach (var (method, path) in server.Routes)
        {
            using var response = await SendAsync(server, method, path);
            if (path is "/health/live" or "/health/ready")
            {
                Assert.That(response.IsSuccessStatusCode, Is.True, path);
                continue;
            }

            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized), $"{method} {path}");
            Assert.That(response.Headers.WwwAuthenticate.ToString(), Is.EqualTo("Bearer realm=\"pixeldit\""), $"{method} {path}");
        }

        using var refused = await SendAsync(server, "GET", "/queue");
        var body = JsonNode.Parse(await refused.Content.ReadAsStringAsync())!;
        Assert.That((string?)body["error"]!["type"], Is.EqualTo("unauthorized"));
        Assert.That((string?)body["error"]!["details"], Does.Contain("X-API-Key"));
    }

    [TestCase("/")]
    [TestCase("/no/such/path")]
    [TestCase("/health")]
    [TestCase("/health/live/")]
    [TestCase("/health/live/../../queue")]
    [TestCase("/health/%2e%2e/queue")]
    [TestCase("/health/live%2f..%2f..%2fqueue")]
    [TestCase("//queue")]
    [TestCase("/QUEUE")]
    [TestCase("/api/queue/")]
    public async Task Path_OfAnyForm_WithoutKey_Is401(string path)
    {
        await using var server = await TestServer.StartAsync(Locked);

        Assert.That((int)await server.RawStatusAsync($"GET {path} HTTP/1.1"), Is.EqualTo(401));
    }

    [TestCase("Authorization", "Bearer " + AnnasKey, 200)]
    [TestCase("authorization", "bearer " + AnnasKey, 200)]
    [TestCase("X-API-Key", AnnasKey, 200)]
    [TestCase("X-API-Key", AdminsKey, 200)]
    [TestCase("Authorization", AnnasKey, 401)]
    [TestCase("Authorization", "Bearer", 401)]
    [TestCase("Authorization", "Bearer ", 401)]
    [TestCase("Authorization", "Bearer wrong", 401)]
    [TestCase("Authorization", "Bearer " + AnnasKey + "x", 401)]
    [TestCase("Authorization", "Basic YW5uYTphbm5hLTAxMjM0NTY3ODktYWJjZGVm", 401)]
    [TestCase("X-API-Key", "anna:" + AnnasKey, 401)]
    [TestCase("X-API-Key", "ANNA-0123456789-ABCDEF", 401)]
    [TestCase("X-API-Key", "", 401)]
    [TestCase("Cookie", "key=" + AnnasKey, 401)]
    public async Task Header_LetsInOnlyWithAKey(string name, string value, int status)
    {
        await using var server = await TestServer.StartAsync(Locked);
        using var response = await SendAsync(server, "GET", "/queue", (name, value));

        Assert.That((int)response.StatusCode, Is.EqualTo(status));
    }

    [TestCase("/view?filename=a.png&key=" + AnnasKey, 404)]
    [TestCase("/api/view?filename=a.png&key=" + AnnasKey, 404)]
    [TestCase("/view?filename=a.png&key=wrong", 401)]
    [TestCase("/view?filename=a.png&access_token=" + AnnasKey, 401)]
    [TestCase("/queue?key=" + AnnasKey, 401)]
    [TestCase("/api/jobs?key=" + AnnasKey, 401)]
    [TestCase("/viewer?key=" + AnnasKey, 401)]
    [TestCase("/view/x?key=" + AnnasKey, 401)]
    public async Task Query_CarriesAKeyOnlyWhereHeadersCannot(string path, int status)
    {
        await using var server = await TestServer.StartAsync(Locked);
        using var response = await SendAsync(server, "GET", path);

        Assert.That((int)response.StatusCode, Is.EqualTo(status));
    }

    [Test]
    public async Task WrongHeader_IsNotMadeGoodByTheQuery()
    {
        await using var server = await TestServer.StartAsync(Locked);
        using var response = await SendAsync(server, "GET", $"/view?filename=a.png&key={AnnasKey}", ("X-API-Key", "wrong"));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(response.Headers.WwwAuthenticate.ToString(), Does.Contain("invalid_token"));
    }

    [Test]
    public async Task Socket_OpensWithAKeyInTheQueryOnly()
    {
        await using var server = await TestServer.StartAsync(Locked);

        await using (await server.ConnectAsync($"me&key={AnnasKey}"))
        {
            var refused = Assert.ThrowsAsync<System.Net.WebSockets.WebSocketException>(() => server.ConnectAsync("me"));
            Assert.That(refused!.Message, Does.Contain("401"));
        }
    }

    [Test]
    public async Task Page_OfAnAllowedOrigin_MaySendTheHeader()
    {
        await using var server = await TestServer.StartAsync(Locked with { CorsOrigin = "*" });
        using var preflight = await SendAsync(server, "OPTIONS", "/prompt", ("Origin", "http://app.example"), ("Access-Control-Request-Method", "POST"));

        Assert.That((int)preflight.StatusCode, Is.EqualTo(200));
        Assert.That(preflight.Headers.GetValues("Access-Control-Allow-Headers").Single(), Is.EqualTo("Content-Type, Authorization, X-API-Key"));
    }

    private static async Task<HttpResponseMessage> SendAsync(TestServer server, string method, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));
        foreach (var (name, value) in headers)
        {
            Assert.That(request.Headers.TryAddWithoutValidation(name, value), Is.True);
        }

        return await server.Http.SendAsync(request);
    }
}
