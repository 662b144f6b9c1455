using PixelDiT.Server.Http;

namespace PixelDiT.Server.Tests.Http;

/// <summary>The origin check (protocol §1.1).</summary>
internal sealed class OriginTests
{
    [TestCase("127.0.0.1:8188", "http://127.0.0.1:8188", false)]
    [TestCase("127.0.0.1:8188", "https://127.0.0.1:8188", false)]
    [TestCase("127.0.0.1:8188", "http://127.0.0.1", false, Description = "an origin without port says nothing about it")]
    [TestCase("localhost", "http://localhost:8188", false)]
    [TestCase("LOCALHOST:8188", "http://LocalHost:8188", false)]
    [TestCase("127.0.0.1:8188", "null", false)]
    [TestCase("127.0.0.1:8188", "", false)]
    [TestCase("10.1.2.3:8188", "http://other.example", false, Description = "not a loopback address")]
    [TestCase("evil.example", "http://evil.example", false)]
    [TestCase("127.0.0.1:8188", "http://evil.example", true)]
    [TestCase("127.0.0.1:8188", "http://evil.example:8188", true)]
    [TestCase("127.0.0.1:8188", "http://127.0.0.1:9", true)]
    [TestCase("127.0.0.1:8188", "http://localhost:8188", true)]
    [TestCase("localhost:8188", "http://127.0.0.1:8188", true)]
    [TestCase("[::1]:8188", "http://evil.example", true)]
    [TestCase("[::1]:8188", "http://[::1]:8188", false)]
    [TestCase("127.0.0.1:8188", "http://127.0.0.1:8188.evil.example", true)]
    public async Task IsForeign_HostAndOrigin(string host, string origin, bool foreign)
    {
        Assert.That(await OriginGuard.IsForeignAsync(host, origin), Is.EqualTo(foreign));
    }

    [Test]
    public async Task CrossSite_Request_Is403ForEveryPathAndMethod()
    {
        await using var server = await TestServer.StartAsync();
        foreach (var (method, path) in ((string, string)[])[("GET", "/queue"), ("POST", "/prompt"), ("OPTIONS", "/prompt"), ("GET", "/none"), ("GET", "/ws")])
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            request.Headers.Add("Sec-Fetch-Site", "cross-site");
            using var response = await server.Http.SendAsync(request);
            Assert.That((int)response.StatusCode, Is.EqualTo(403), path);
        }
    }

    [Test]
    public async Task Socket_FromAForeignOrigin_IsRefused()
    {
        await using var server = await TestServer.StartAsync();

        var refused = Assert.ThrowsAsync<System.Net.WebSockets.WebSocketException>(() => server.ConnectAsync("me", "/ws", ("Origin", "http://evil.example")));

        Assert.That(refused!.Message, Does.Contain("403"));
    }

    [Test]
    public async Task Cors_SwitchedOn_OpensTheServer()
    {
        await using var server = await TestServer.StartAsync(new ServerOptions { CorsOrigin = "http://app.example" });
        using var request = new HttpRequestMessage(HttpMethod.Get, "/queue");
        request.Headers.Add("Origin", "http://app.example");
        request.Headers.Add("Sec-Fetch-Site", "cross-site");
        using var response = await server.Http.SendAsync(request);
        using var preflight = await server.Http.SendAsync(new HttpRequestMessage(HttpMethod.Options, "/prompt"));

        Assert.That((int)response.StatusCode, Is.EqualTo(200));
        foreach (var answer in (HttpResponseMessage[])[response, preflight])
        {
            Assert.That((int)answer.StatusCode, Is.EqualTo(200));
            Assert.That(answer.Headers.GetValues("Access-Control-Allow-Origin").Single(), Is.EqualTo("http://app.example"));
            Assert.That(answer.Headers.GetValues("Access-Control-Allow-Methods").Single(), Is.EqualTo("POST, GET, DELETE, PUT, OPTIONS, PATCH"));
            Assert.That(answer.Headers.GetValues("Access-Control-Allow-Headers").Single(), Is.EqualTo("Content-Type, Authorization"));
            Assert.That(answer.Headers.GetValues("Access-Control-Allow-Credentials").Single(), Is.EqualTo("true"));
        }
    }
}
