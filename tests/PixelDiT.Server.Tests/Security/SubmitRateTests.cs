using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using PixelDiT.Server.Security;

namespace PixelDiT.Server.Tests.Security;

/// <summary>The limit of submissions.</summary>
internal sealed class SubmitRateTests
{
    // An hour: none comes back while the test runs.
    private static readonly SubmitRate TwoAnHour = new(2, TimeSpan.FromHours(1));

    [TestCase("5/s", 5, 1)]
    [TestCase("30/m", 30, 60)]
    [TestCase("1/h", 1, 3600)]
    public void TryParse_Rate_IsReadAndWrittenTheSame(string text, int count, int seconds)
    {
        var rate = SubmitRate.TryParse(text);

        Assert.That(rate, Is.EqualTo(new SubmitRate(count, TimeSpan.FromSeconds(seconds))));
        Assert.That(rate!.ToString(), Is.EqualTo(text));
    }

    [TestCase("")]
    [TestCase("5")]
    [TestCase("5/")]
    [TestCase("/s")]
    [TestCase("0/s")]
    [TestCase("-1/s")]
    [TestCase("1.5/s")]
    [TestCase("5/d")]
    [TestCase("5/s/s")]
    [TestCase("99999999999/s")]
    public void TryParse_Nonsense_IsNull(string text) => Assert.That(SubmitRate.TryParse(text), Is.Null);

    [Test]
    public async Task Submissions_AboveTheRate_Are429WithATime()
    {
        await using var server = await TestServer.StartAsync(new ServerOptions { Security = new SecurityOptions { SubmitRate = TwoAnHour } });
        await server.SubmitAsync(Graphs.Preview());
        // A submission that fails counts as well: the check is what costs.
        Assert.That((await server.PostAsync("/api/prompt", "{}")).Status, Is.EqualTo(HttpStatusCode.BadRequest));
        using var refused = await PostAsync(server, null);

        Assert.That((int)refused.StatusCode, Is.EqualTo(429));
        Assert.That(refused.Headers.RetryAfter!.Delta, Is.InRange(TimeSpan.FromMinutes(25), TimeSpan.FromMinutes(31)));
        Assert.That((string?)JsonNode.Parse(await refused.Content.ReadAsStringAsync())!["error"]!["type"], Is.EqualTo("rate_limited"));
        Assert.That((await server.GetAsync("/queue")).Status, Is.EqualTo(HttpStatusCode.OK), "other routes are not limited");
        Assert.That((await server.PostAsync("/interrupt", "")).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Submissions_AreCountedForEachKey()
    {
        await using var server = await TestServer.StartAsync(new ServerOptions
        {
            Security = new SecurityOptions { SubmitRate = TwoAnHour, Keys = [new ApiKey("anna", "anna-key"), new ApiKey("anna", "annas-other-key"), new ApiKey("bert", "bert-key")] },
        });
        var statuses = new List<int>();
        foreach (var key in (string[])["anna-key", "annas-other-key", "anna-key", "bert-key", "wrong", "bert-key", "bert-key"])
        {
            using var response = await PostAsync(server, key);
            statuses.Add((int)response.StatusCode);
        }

        Assert.That(statuses, Is.EqualTo(new[] { 200, 200, 429, 200, 401, 200, 429 }));
    }

    [TestCase("127.0.0.1", new[] { 200, 200, 429, 200, 200, 429, 200 })]
    [TestCase(null, new[] { 200, 200, 429, 429, 429, 429, 429 })]
    public async Task Submissions_BehindAProxy_AreCountedForEachClient(string? trusted, int[] expected)
    {
        await using var server = await TestServer.StartAsync(new ServerOptions
        {
            Security = new SecurityOptions { SubmitRate = TwoAnHour, TrustedProxies = trusted is null ? [] : [trusted] },
        });
        var statuses = new List<int>();
        foreach (var client in (string[])["203.0.113.1", "203.0.113.1", "203.0.113.1", "2001:db8::1", "2001:db8::2", "2001:db8::3", "2001:db8:0:1::1"])
        {
            using var response = await PostAsync(server, null, ("X-Forwarded-For", client));
            statuses.Add((int)response.StatusCode);
        }

        Assert.That(statuses, Is.EqualTo(expected));
    }

    private static async Task<HttpResponseMessage> PostAsync(TestServer server, string? key, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/prompt", UriKind.Relative))
        {
            Content = new StringContent(new JsonObject { ["prompt"] = Graphs.Preview() }.ToJsonString(), Encoding.UTF8, "application/json"),
        };
        if (key is not null)
        {
            request.Headers.Add("X-API-Key", key);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        return await server.Http.SendAsync(request);
    }
}
