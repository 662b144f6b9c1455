using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using PixelDiT.Server.Logs;

namespace PixelDiT.Server.Tests.Logs;

/// <summary><c>/internal/logs</c>: what is kept, and who is told.</summary>
internal sealed class LogTests
{
    private TestServer _server = null!;

    [SetUp]
    public async Task StartAsync() => _server = await TestServer.StartAsync();

    [TearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public async Task Raw_AfterAJob_TellsOfIt()
    {
        var id = await _server.SubmitAsync(Graphs.Preview());
        await _server.FinishedAsync(id);

        var (_, body) = await _server.GetAsync("/internal/logs/raw");
        var entries = body!["entries"]!.AsArray();
        Assert.That(entries.Select(e => (string)e!["m"]!), Has.Some.Contains(id));
        Assert.That(entries.Select(e => (string)e!["m"]!), Is.All.EndsWith("\n"));
        Assert.That(entries.Select(e => (string)e!["t"]!), Is.All.Match("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}[.][0-9]{6}$"));
        Assert.That(body["size"]!.ToJsonString(), Is.EqualTo("""{"cols":80,"rows":24}"""));
        Assert.That((string)(await _server.GetAsync("/internal/logs")).Body!, Does.Contain($"{entries[0]!["t"]} - {entries[0]!["m"]}"));
        Assert.That((await _server.GetAsync("/api/internal/logs")).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public void History_KeepsTheLast300AndCutsLongOnes()
    {
        using var history = new LogHistory();
        var logger = history.CreateLogger("x");
        for (var i = 0; i < 350; i++)
        {
            logger.LogInformation("line {I}", i);
        }

        logger.LogError(new InvalidOperationException("why"), "{Long}", new string('x', 10_000));

        Assert.That(history.Lines, Has.Count.EqualTo(300));
        Assert.That(history.Lines[0].Text, Is.EqualTo("line 51\n"));
        Assert.That(history.Lines[^1].Text, Has.Length.LessThan(4_100).And.StartsWith("error: xxx"));
    }

    [Test]
    public void History_WhatClientsWrote_NeitherCommandsTheTerminalNorPassesForAMessage()
    {
        using var history = new LogHistory();

        history.CreateLogger("x").LogError(new InvalidOperationException("a\u001b[31mb"), "Node '{Id}'", "1\n2030-01-01 - forged\u001b]0;x\a");

        Assert.That(history.Lines.Single().Text, Is.EqualTo(
            "error: Node '1\n    2030-01-01 - forged\\u001b]0;x\\u0007'\n    System.InvalidOperationException: a\\u001b[31mb\n"));
    }

    [Test]
    public async Task Subscribe_NewLinesArrive_UntilItIsEnded()
    {
        await using var socket = await _server.ConnectAsync("panel");
        await using var other = await _server.ConnectAsync("other");
        Assert.That(await SubscribeAsync("""{"clientId":"panel","enabled":true}"""), Is.EqualTo(HttpStatusCode.OK));

        var id = await _server.SubmitAsync(Graphs.Preview());
        var logs = await socket.UntilAsync(m => m.Type == "logs" && m.Data!["entries"]!.AsArray().Any(e => ((string)e!["m"]!).Contains(id)));
        Assert.That(logs[^1].Data!.ContainsKey("size"), Is.True);
        Assert.That(logs[^1].Data!["entries"]![0]!.AsObject().Select(p => p.Key), Is.EqualTo(new[] { "t", "m" }));

        await _server.FinishedAsync(id);
        Assert.That(await SubscribeAsync("""{"clientId":"panel","enabled":false}"""), Is.EqualTo(HttpStatusCode.OK));
        var second = await _server.SubmitAsync(Graphs.Preview(), "panel");
        await socket.UntilNothingRunsAsync();
        Assert.That(socket.Received.Where(m => m.Type == "logs").Select(m => m.Data!.ToJsonString()), Has.None.Contains(second));
        Assert.That(other.Received.Select(m => m.Type), Has.None.EqualTo("logs"));
    }

    [TestCase("")]
    [TestCase("[]")]
    [TestCase("{}")]
    [TestCase("""{"clientId":1,"enabled":true}""")]
    [TestCase("""{"clientId":"x"}""")]
    [TestCase("""{"clientId":"x","enabled":"yes"}""")]
    public async Task Subscribe_Malformed_Is400(string body) => Assert.That(await SubscribeAsync(body), Is.EqualTo(HttpStatusCode.BadRequest));

    [Test]
    public async Task Subscribe_MoreThanAnybodyNeeds_IsRefusedUntilSomeHaveGone()
    {
        await using (var socket = await _server.ConnectAsync("panel"))
        {
            for (var i = 0; i < 300; i++)
            {
                // Nobody is connected under these names: they make room again.
                Assert.That(await SubscribeAsync($$"""{"clientId":"ghost{{i}}","enabled":true}"""), Is.EqualTo(HttpStatusCode.OK));
            }
        }
    }

    private async Task<HttpStatusCode> SubscribeAsync(string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, "/internal/logs/subscribe") { Content = new StringContent(body) };
        using var response = await _server.Http.SendAsync(request);
        return response.StatusCode;
    }
}
