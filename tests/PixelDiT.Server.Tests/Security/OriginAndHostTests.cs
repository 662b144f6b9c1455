using PixelDiT.Server.Security;

namespace PixelDiT.Server.Tests.Security;

/// <summary>Allowed origins and hosts, and what proxies say.</summary>
internal sealed class OriginAndHostTests
{
    private static readonly ServerOptions Open = new() { Security = new SecurityOptions { AllowedOrigins = ["https://app.example", "http://localhost:3000"] } };

    [TestCase("https://app.example", "cross-site", 200)]
    [TestCase("https://APP.example", "cross-site", 200)]
    [TestCase("http://localhost:3000", "same-site", 200)]
    [TestCase("http://app.example", "cross-site", 403)]
    [TestCase("https://app.example:8443", "cross-site", 403)]
    [TestCase("https://app.example.evil.example", "cross-site", 403)]
    [TestCase("https://evil.example/https://app.example", "cross-site", 403)]
    [TestCase("http://localhost:3001", "same-site", 403)]
    [TestCase("null", "cross-site", 403)]
    [TestCase(null, "cross-site", 403)]
    public async Task AllowedOrigins_AreLetInAndTheOthersAreNot(string? origin, string site, int status)
    {
        await using var server = await TestServer.StartAsync(Open);
        foreach (var (method, path) in ((string, string)[])[("GET", "/queue"), ("OPTIONS", "/prompt")])
        {
            using var response = await SendAsync(server, method, path, ("Origin", origin), ("Sec-Fetch-Site", site));

            Assert.That((int)response.StatusCode, Is.EqualTo(status));
            Assert.That(response.Headers.Vary, Does.Contain("Origin"));
            Assert.That(response.Headers.TryGetValues("Access-Control-Allow-Origin", out var allowed) ? allowed.Single() : null, Is.EqualTo(status == 200 ? origin : null));
        }
    }

    // Browsers send no Sec-Fetch-Site to plain http addresses of a local network.
    [TestCase("192.168.1.5:8188", "http://evil.example", 403)]
    [TestCase("my.example", "http://evil.example", 403)]
    [TestCase("my.example", "null", 403)]
    [TestCase("my.example", "http://my.example", 200)]
    [TestCase("my.example:8188", "http://my.example:8188", 200)]
    [TestCase("my.example", "https://app.example", 200)]
    [TestCase("my.example", null, 200)]
    public async Task AllowedOrigins_OnAnyHost_KeepTheOthersOut(string host, string? origin, int status)
    {
        await using var server = await TestServer.StartAsync(Open);
        using var response = await SendAsync(server, "GET", "/queue", ("Host", host), ("Origin", origin));

        Assert.That((int)response.StatusCode, Is.EqualTo(status));
    }

    [Test]
    public async Task AllowedOrigin_FromTheInternet_MayReachThePrivateNetwork()
    {
        await using var server = await TestServer.StartAsync(Open);
        using var preflight = await SendAsync(
            server, "OPTIONS", "/prompt", ("Origin", "https://app.example"), ("Sec-Fetch-Site", "cross-site"), ("Access-Control-Request-Private-Network", "true"));

        Assert.That(preflight.Headers.GetValues("Access-Control-Allow-Private-Network").Single(), Is.EqualTo("true"));
    }

    [TestCase("img.example", 200)]
    [TestCase("img.example:8188", 200)]
    [TestCase("a.below.example", 200)]
    [TestCase("localhost:1", 200)]
    [TestCase("127.0.0.1", 200)]
    [TestCase("[::1]:8188", 200)]
    [TestCase("evil.example", 400)]
    [TestCase("below.example", 400)]
    [TestCase("img.example.evil.example", 400)]
    [TestCase("10.0.0.1", 400)]
    public async Task AllowedHosts_AreTheOnlyOnes(string host, int status)
    {
        await using var server = await TestServer.StartAsync(new ServerOptions { Security = new SecurityOptions { AllowedHosts = ["img.example", "*.below.example"] } });
        using var response = await SendAsync(server, "GET", "/queue", ("Host", host));

        Assert.That((int)response.StatusCode, Is.EqualTo(status));
    }

    // The page's own server is the proxy: without its word the Host would be ours, and the page a foreign one.
    [TestCase("127.0.0.0/8", 200)]
    [TestCase("127.0.0.1", 200)]
    [TestCase("10.0.0.0/8", 403)]
    [TestCase(null, 403)]
    public async Task Proxy_IsBelievedOnlyWhenTrusted(string? trusted, int status)
    {
        await using var server = await TestServer.StartAsync(new ServerOptions { Security = new SecurityOptions { TrustedProxies = trusted is null ? [] : [trusted] } });
        using var response = await SendAsync(
            server, "GET", "/queue", ("Origin", "https://img.example"), ("X-Forwarded-Host", "img.example"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-For", "203.0.113.5"));

        Assert.That((int)response.StatusCode, Is.EqualTo(status));
    }

    private static async Task<HttpResponseMessage> SendAsync(TestServer server, string method, string path, params (string Name, string? Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));
        foreach (var (name, value) in headers.Where(h => h.Value is not null))
        {
            Assert.That(request.Headers.TryAddWithoutValidation(name, value), Is.True);
        }

        return await server.Http.SendAsync(request);
    }
}
