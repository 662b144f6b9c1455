using System.Text.Json.Nodes;

namespace PixelDiT.Server.Tests.Sockets;

/// <summary>Who comes back while the job runs hears what it told so far (protocol §12 row 25).</summary>
internal sealed class JobReplayTests
{
    private TestServer _server = null!;

    [SetUp]
    public async Task StartAsync() => _server = await TestServer.StartAsync();

    [TearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public async Task Reconnect_WhileTheJobRuns_HearsTheBeginningAndAllThatWasShown()
    {
        string id;
        await using (var first = await _server.ConnectAsync("me"))
        {
            id = await _server.SubmitAsync(Graph("again"), "me");
            await _server.Gates.Reached("again");
            await first.UntilAsync(m => m.Type == "executing" && (string?)m.Data!["node"] == "4");
        }

        await using var second = await _server.ConnectAsync("me");
        await using var other = await _server.ConnectAsync("you");

        var replay = await second.UntilAsync(m => m.Type == "executing");
        Assert.That(replay.Select(m => m.ToString()), Is.EqualTo(new[]
        {
            "status 1 sid", "execution_start", "progress_state {1:finished 1/1, 2:finished 1/1, 3:finished 1/1, 4:running 0/1}", "executed 2", "executed 3", "executing 4",
        }));
        Assert.That((string)replay[1].Data!["prompt_id"]!, Is.EqualTo(id));
        Assert.That(replay[3].Data!["output"]!["images"]!.AsArray(), Has.Count.EqualTo(1));
        _server.Gates.Open("again");
        Assert.That((await second.UntilNothingRunsAsync()).Select(m => m.Type), Does.Contain("execution_success").And.Contain("executed").And.Not.Contain("execution_start"));
        Assert.That(other.Received.Select(m => m.Type).Distinct(), Is.EqualTo(new[] { "status" }));
    }

    [Test]
    public async Task Reconnect_AfterTheJob_HearsNothingOfIt()
    {
        await _server.FinishedAsync(await _server.SubmitAsync(Graphs.Preview(), "me"));
        await _server.SubmitAsync(Graphs.Gate("others"), "you");
        await _server.Gates.Reached("others");

        await using var socket = await _server.ConnectAsync("me");
        _server.Gates.Open("others");
        await socket.UntilAsync(m => m.ToString() == "status 0");

        Assert.That(socket.Received.Select(m => m.Type).Distinct(), Is.EqualTo(new[] { "status" }));
    }

    [Test]
    public async Task Connect_JobWithoutClient_HearsNoReplay()
    {
        await _server.SubmitAsync(Graphs.Gate("nobody"));
        await _server.Gates.Reached("nobody");
        await using var socket = await _server.ConnectAsync("me");
        _server.Gates.Open("nobody");
        await socket.UntilAsync(m => m.ToString() == "status 0");

        Assert.That(socket.Received.Select(m => m.Type), Has.None.EqualTo("execution_start"));
    }

    [Test]
    public async Task ManyReconnects_DuringAJob_NoneMissesTheEnd()
    {
        await _server.SubmitAsync(Graph("often"), "me");
        await _server.Gates.Reached("often");
        for (var i = 0; i < 20; i++)
        {
            await using var passing = await _server.ConnectAsync("me");
            Assert.That((await passing.UntilAsync(m => m.Type == "executing")).Select(m => m.Type), Does.Contain("execution_start"));
        }

        await using var last = await _server.ConnectAsync("me");
        _server.Gates.Open("often");
        Assert.That((await last.UntilNothingRunsAsync()).Select(m => m.Type), Does.Contain("execution_success"));
    }

    // 1 EmptyImage → 2 and 3 PreviewImage; 4 a gate → 5 PreviewImage. Independent outputs run in the order of the graph.
    private static JsonObject Graph(string gate)
    {
        var graph = new JsonObject
        {
            ["1"] = Graphs.Empty(Graphs.Fresh()),
            ["2"] = Graphs.Node("PreviewImage", ("images", Graphs.Link("1"))),
            ["3"] = Graphs.Node("SaveImage", ("images", Graphs.Link("1")), ("filename_prefix", "x")),
        };
        graph["4"] = Graphs.Node("TestGate", ("value", Graphs.Link("1")), ("name", gate));
        graph["5"] = Graphs.Node("PreviewImage", ("images", Graphs.Link("4")));
        return graph;
    }
}
