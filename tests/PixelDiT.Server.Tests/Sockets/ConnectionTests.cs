using System.Buffers.Binary;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using PixelDiT.Server.Sockets;
using PixelDiT.Tests.Sockets;

namespace PixelDiT.Server.Tests.Sockets;

/// <summary>Who is connected, and who hears what (protocol §4.1 to §4.3, §4.6).</summary>
internal sealed class ConnectionTests
{
    private static readonly JsonObject WithPreviews = new() { ["extra_data"] = new JsonObject { ["preview_method"] = "auto" } };
    private TestServer _server = null!;

    [SetUp]
    public async Task StartAsync() => _server = await TestServer.StartAsync();

    [TearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [TestCase("/ws")]
    [TestCase("/api/ws")]
    public async Task Connect_WithId_FirstMessageIsStatusWithThatSid(string path)
    {
        await using var socket = await _server.ConnectAsync("abc", path);

        var first = await socket.NextAsync();

        Assert.That(first.Data!.ToJsonString(), Is.EqualTo("""{"status":{"exec_info":{"queue_remaining":0}},"sid":"abc"}"""));
    }

    [Test]
    public async Task Connect_SubmitAtOnce_HearsTheWholeJob()
    {
        await _server.FinishedAsync(await _server.SubmitAsync(Graphs.Preview(55)));
        foreach (var i in Enumerable.Range(0, 50))
        {
            await using var socket = await _server.ConnectAsync($"hasty{i}");
            await _server.SubmitAsync(Graphs.Preview(55), $"hasty{i}");

            Assert.That((await socket.UntilNothingRunsAsync()).Select(m => m.Type), Does.Contain("execution_start"));
        }
    }

    [Test]
    public async Task Connect_WithoutId_GetsOneOf32HexDigits()
    {
        await using var socket = await _server.ConnectAsync();

        Assert.That((string)(await socket.NextAsync()).Data!["sid"]!, Does.Match("^[0-9a-f]{32}$"));
    }

    [Test]
    public async Task Connect_WhileItsNodeRuns_IsToldWhichNode()
    {
        await _server.SubmitAsync(Graphs.Gate("again"), "me");
        await _server.Gates.Reached("again");

        await using var socket = await _server.ConnectAsync("me");
        await using var other = await _server.ConnectAsync("you");

        var replay = await socket.UntilAsync(m => m.Type == "executing");
        Assert.That(replay.Select(m => m.Type), Is.EqualTo(new[] { "status", "execution_start", "progress_state", "executing" }));
        Assert.That(replay[^1].Data!.ToJsonString(), Is.EqualTo("""{"node":"2"}"""));
        _server.Gates.Open("again");
        Assert.That((await socket.UntilNothingRunsAsync()).Select(m => m.Type), Does.Contain("execution_success"));
        Assert.That(other.Received.Select(m => m.Type), Has.None.EqualTo("executing"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task SameIdTwice_ClosingEither_LeavesTheNewerHearing(bool closeOld)
    {
        await using var older = await _server.ConnectAsync("twin");
        await older.NextAsync();
        await using var newer = await _server.ConnectAsync("twin");
        await newer.NextAsync();

        if (closeOld)
        {
            await older.CloseAsync();
            await _server.SubmitAsync(Graphs.Preview(), "twin");
            Assert.That((await newer.UntilNothingRunsAsync()).Select(m => m.Type), Does.Contain("execution_success"));
        }
        else
        {
            await newer.CloseAsync();
            await _server.FinishedAsync(await _server.SubmitAsync(Graphs.Preview(), "twin"));
        }

        Assert.That(older.Received, Has.Count.EqualTo(1), "a replaced socket hears nothing more");
    }

    [Test]
    public async Task Job_OfOneClient_OthersHearStatusOnly()
    {
        await using var mine = await _server.ConnectAsync("mine");
        await using var other = await _server.ConnectAsync("other");

        await _server.SubmitAsync(Graphs.Preview(), "mine");
        await mine.UntilNothingRunsAsync();
        await other.UntilAsync(m => m.ToString() == "status 1");
        await other.UntilAsync(m => m.ToString() == "status 0");

        Assert.That(other.Received.Select(m => m.Type), Is.All.EqualTo("status"));
    }

    [Test]
    public async Task Job_WithoutClient_EverybodyHearsProgressAndPlainPreviewsOnly()
    {
        await using var one = await _server.ConnectAsync("one");
        await using var two = await _server.ConnectAsync("two");
        await two.SendAsync("""{"type":"feature_flags","data":{"supports_preview_metadata":true}}""");
        await two.UntilAsync(m => m.Type == "feature_flags");

        await _server.SubmitAsync(Graphs.Through(Steps()), null, WithPreviews);

        foreach (var socket in (TestSocket[])[one, two])
        {
            await socket.UntilAsync(m => m.ToString() == "status 1");
            var messages = await socket.UntilAsync(m => m.ToString() == "status 0");
            Assert.That(messages.Select(m => m.Type).Distinct(), Is.EquivalentTo(new[] { "status", "progress_state", "progress", "binary1" }));
        }
    }

    [Test]
    public async Task Interrupt_OfAJobWithoutClient_EverybodyHears()
    {
        await using var socket = await _server.ConnectAsync("me");
        await _server.SubmitAsync(Graphs.Gate("nobody"));
        await _server.Gates.Reached("nobody");

        await _server.PostAsync("/interrupt", "");

        await socket.UntilAsync(m => m.Type == "execution_interrupted");
    }

    [Test]
    public async Task FeatureFlags_AsFirstMessage_AreAnsweredAndChangeThePreviews()
    {
        await using var socket = await _server.ConnectAsync("me");
        await socket.NextAsync();

        await socket.SendAsync("""{"type":"feature_flags","data":{"supports_preview_metadata":true}}""");
        var answer = await socket.NextAsync();
        Assert.That(answer.Type, Is.EqualTo("feature_flags"));
        Assert.That(answer.Data!.ToJsonString(), Is.EqualTo((await _server.GetAsync("/features")).Body!.ToJsonString()));

        var id = await _server.SubmitAsync(Graphs.Through(Steps()), "me", WithPreviews);
        var messages = await socket.UntilNothingRunsAsync();
        Assert.That(messages.Select(m => m.Type), Has.None.EqualTo("binary1"));
        var preview = messages.First(m => m.Type == "binary4").Bytes!;
        var length = (int)BinaryPrimitives.ReadUInt32BigEndian(preview.AsSpan(4));
        Assert.That(Encoding.UTF8.GetString(preview, 8, length), Is.EqualTo(
            $$"""{"node_id":"2","prompt_id":"{{id}}","display_node_id":"2","parent_node_id":null,"real_node_id":"2","image_type":"image/jpeg"}"""));
        Assert.That(preview, Has.Length.EqualTo(8 + length + 11));
        Assert.That(messages.FindIndex(m => m.Type == "binary4"), Is.LessThan(messages.FindIndex(m => m.Type == "progress")), "type 4 comes before progress");
    }

    [TestCase("""{"type":"hello"}""")]
    [TestCase("{}")]
    public async Task FeatureFlags_AfterAnotherMessage_AreIgnored(string first)
    {
        await using var socket = await _server.ConnectAsync("me");
        await socket.SendAsync(first);
        await socket.SendAsync("""{"type":"feature_flags","data":{"supports_preview_metadata":true}}""");

        await _server.SubmitAsync(Graphs.Through(Steps()), "me", WithPreviews);

        var types = (await socket.UntilNothingRunsAsync()).Select(m => m.Type).ToList();
        Assert.That(types, Does.Contain("binary1"));
        Assert.That(types, Has.None.EqualTo("feature_flags"));
    }

    [TestCase("hello")]
    [TestCase("[1]")]
    [TestCase("null")]
    public async Task FeatureFlags_AfterSomethingThatIsNoJsonObject_StillCount(string before)
    {
        await using var socket = await _server.ConnectAsync("me");
        await socket.SendAsync(before);
        await socket.SendAsync("""{"type":"feature_flags","data":{"supports_preview_metadata":"true"}}""");
        await socket.UntilAsync(m => m.Type == "feature_flags");

        await _server.SubmitAsync(Graphs.Through(Steps()), "me", WithPreviews);

        Assert.That((await socket.UntilNothingRunsAsync()).Select(m => m.Type), Does.Contain("binary1"), "a flag counts only if it is exactly true");
    }

    [Test]
    public async Task Client_SendingTooMuch_IsClosed()
    {
        await using var server = await TestServer.StartAsync(new ServerOptions { Sockets = new SocketOptions { MaxIncomingBytes = 4096 } });
        await using var socket = await server.ConnectAsync("me");

        await socket.SendAsync(new string(' ', 10_000));

        await socket.ClosedAsync();
        Assert.That(socket.CloseStatus, Is.EqualTo(WebSocketCloseStatus.MessageTooBig));
    }

    [Test]
    public async Task Upgrade_Missing_Is400()
    {
        Assert.That((int)(await _server.GetAsync("/ws")).Status, Is.EqualTo(400));
    }

    [Test]
    public async Task SlowClient_DuringManyPreviews_LosesPreviewsOnlyAndHoldsNobodyUp()
    {
        const int steps = 400, previewBytes = 200_000;
        await using var server = await TestServer.StartAsync(new ServerOptions { Sockets = new SocketOptions { SoftLimitBytes = 1 << 20 } });
        var uri = new UriBuilder(server.Address) { Scheme = "ws", Path = "/ws", Query = "clientId=slow" }.Uri;
        // Does not read: its line fills up, first in the socket buffers, then in the server.
        await using var slow = await TestSocket.ConnectAsync(uri, [], receive: false);
        var graph = Graphs.Through(Graphs.Node("TestSteps", ("value", Graphs.Link("1")), ("steps", steps), ("preview_bytes", previewBytes), ("seed", 1)));

        var id = await server.SubmitAsync(graph, "slow", WithPreviews);
        var entry = await server.FinishedAsync(id);

        Assert.That((string)entry["status"]!["status_str"]!, Is.EqualTo("success"), "80 MB of previews that nobody reads do not stop the job");
        slow.StartReceiving();
        var types = (await slow.UntilNothingRunsAsync()).Select(m => m.ToString()).ToList();
        Assert.That(types.Count(t => t == "binary1"), Is.LessThan(steps / 2).And.GreaterThan(0));
        Assert.That(types, Does.Contain("execution_start").And.Contain("executed 3").And.Contain("execution_success"));
    }

    private static JsonObject Steps() => Graphs.Node("TestSteps", ("value", Graphs.Link("1")), ("steps", 2), ("preview_bytes", 11), ("seed", 0));
}
