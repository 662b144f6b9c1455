using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Text.Json.Nodes;
using PixelDiT.Server.Webhooks;

namespace PixelDiT.Server.Tests.Webhooks;

/// <summary>Where webhooks may not go.</summary>
internal sealed class WebhookSafetyTests
{
    private TestServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _server = await TestServer.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [TestCase("http://127.0.0.1/")]
    [TestCase("http://127.1/")]
    [TestCase("http://2130706433/")]
    [TestCase("http://0x7f.0.0.1/")]
    [TestCase("http://0177.0.0.1/")]
    [TestCase("http://localhost:8188/free")]
    [TestCase("http://localhost./")]
    [TestCase("http://0.0.0.0/")]
    [TestCase("http://10.0.0.1/")]
    [TestCase("http://172.16.5.4/")]
    [TestCase("http://192.168.1.1/")]
    [TestCase("http://169.254.169.254/latest/meta-data/")]
    [TestCase("http://100.64.0.1/")]
    [TestCase("http://224.0.0.1/")]
    [TestCase("http://255.255.255.255/")]
    [TestCase("http://[::1]/")]
    [TestCase("http://[::]/")]
    [TestCase("http://[::ffff:127.0.0.1]/")]
    [TestCase("http://[::ffff:10.0.0.1]/")]
    [TestCase("http://[::127.0.0.1]/")]
    [TestCase("http://[64:ff9b::7f00:1]/")]
    [TestCase("http://[2002:7f00:1::]/")]
    [TestCase("http://[2001:0:7f00:1::]/")]
    [TestCase("http://[fe80::1]/")]
    [TestCase("http://[fc00::1]/")]
    [TestCase("http://[ff02::1]/")]
    [TestCase("http://receiver.invalid/")]
    [TestCase("https://user:password@example.com/")]
    [TestCase("ftp://example.com/")]
    [TestCase("file:///etc/passwd")]
    [TestCase("gopher://example.com/")]
    [TestCase("//example.com/")]
    [TestCase("example.com")]
    [TestCase("http://")]
    [TestCase("")]
    public async Task Receiver_ThatIsNotOnThePublicInternet_Is400AndNothingIsQueued(string url)
    {
        var hook = new JsonObject { ["url"] = url };
        var prompt = new JsonObject { ["prompt"] = Graphs.Preview(), ["extra_data"] = new JsonObject { ["pixeldit"] = new JsonObject { ["webhook"] = hook.DeepClone() } } };
        var simple = new JsonObject { ["workflow"] = Graphs.Preview(), ["webhook"] = hook };
        foreach (var (path, body) in new[] { ("/prompt", prompt), ("/api/pixeldit/generate", simple) })
        {
            var (status, answer) = await _server.PostAsync(path, body.ToJsonString());
            Assert.That(status, Is.EqualTo(HttpStatusCode.BadRequest), answer?.ToJsonString());
            Assert.That((string?)answer!["error"]!["type"], Is.EqualTo("webhook_refused").Or.EqualTo("invalid_request"));
        }

        Assert.That((int)(await _server.GetAsync("/prompt")).Body!["exec_info"]!["queue_remaining"]!, Is.Zero);
    }

    [TestCase("5")]
    [TestCase("\"https://example.com\"")]
    [TestCase("{}")]
    [TestCase("""{"url":5}""")]
    [TestCase("""{"url":"https://example.com","secret":5}""")]
    [TestCase("""{"url":"https://example.com","secret":""}""")]
    [TestCase("""{"url":"https://example.com","events":[]}""")]
    [TestCase("""{"url":"https://example.com","events":["pending"]}""")]
    [TestCase("""{"url":"https://example.com","events":[5]}""")]
    [TestCase("""{"url":"https://example.com","events":"completed"}""")]
    [TestCase("""{"url":"https://example.com","headers":{}}""")]
    public async Task Webhook_Malformed_Is400(string hook)
    {
        var body = new JsonObject { ["prompt"] = Graphs.Preview(), ["extra_data"] = new JsonObject { ["pixeldit"] = new JsonObject { ["webhook"] = JsonNode.Parse(hook) } } };
        var (status, answer) = await _server.PostAsync("/prompt", body.ToJsonString());

        Assert.That(status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((string?)answer!["error"]!["details"], Does.Contain("webhook"));
    }

    [TestCase("8.8.8.8", true)]
    [TestCase("93.184.215.14", true)]
    [TestCase("2606:4700::1111", true)]
    [TestCase("::ffff:8.8.8.8", true)]
    [TestCase("172.32.0.1", true)]
    [TestCase("172.31.255.255", false)]
    [TestCase("198.19.0.1", false)]
    [TestCase("203.0.113.9", false)]
    [TestCase("2001:db8::1", false)]
    [TestCase("fd12::1", false)]
    public void PublicAddress_KnowsTheRegistries(string address, bool isPublic) => Assert.That(PublicAddress.Is(IPAddress.Parse(address)), Is.EqualTo(isPublic));

    [TestCase("127.0.0.1", "http://127.0.0.1/", true)]
    [TestCase("127.0.0.1", "http://localhost/", true)]
    [TestCase("127.0.0.1", "http://127.0.0.2/", false)]
    [TestCase("127.0.0.0/8", "http://127.0.0.2/", true)]
    [TestCase("127.0.0.0/8", "http://[::ffff:127.0.0.2]/", true)]
    [TestCase("localhost", "http://LOCALHOST/", true)]
    [TestCase("localhost", "http://127.0.0.1/", false)]
    [TestCase("::1", "http://[::1]/", true)]
    [TestCase("*.internal.example", "http://10.0.0.1/", false)]
    public async Task Allow_OpensWhatItNamesAndNoMore(string allowed, string url, bool permitted)
    {
        var problem = await new WebhookGuard(new WebhookOptions { Allow = [allowed] }).ProblemAsync(new Uri(url), CancellationToken.None);

        Assert.That(problem is null, Is.EqualTo(permitted), problem);
    }

    [TestCase("http://x")]
    [TestCase("a b")]
    [TestCase("*")]
    [TestCase("10.0.0.0/99")]
    public void Allow_Nonsense_IsRefusedAtStart(string allowed) =>
        Assert.That(() => new ServerOptions { Webhooks = new WebhookOptions { Allow = [allowed] } }.Validate(), Throws.TypeOf<ValidationException>().With.Message.Contains(allowed));

    [Test]
    public async Task Connection_IsCheckedAgain_WhateverWasSaidAtTheSubmission()
    {
        using var receiver = new Receiver();
        var guard = new WebhookGuard(new WebhookOptions());
        using var handler = new SocketsHttpHandler { ConnectCallback = guard.ConnectAsync, UseProxy = false };
        using var http = new HttpClient(handler);

        Assert.That(
            async () => await http.GetAsync(new Uri($"http://localhost:{receiver.Port}/")),
            Throws.TypeOf<HttpRequestException>().With.InnerException.TypeOf<WebhookRefusedException>());
        Assert.That(receiver.Waiting, Is.Zero);
    }
}
