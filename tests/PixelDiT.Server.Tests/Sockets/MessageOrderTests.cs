using System.Text.Json.Nodes;
using PixelDiT.Server.Sockets;
using PixelDiT.Tests.Sockets;

namespace PixelDiT.Server.Tests.Sockets;

/// <summary>The sequences of protocol §4.7.</summary>
internal sealed class MessageOrderTests
{
    private TestServer _server = null!;
    private TestSocket _socket = null!;

    [SetUp]
    public async Task StartAsync()
    {
        // On a busy machine these tests read slowly, and are about what is sent, not about what a slow client loses.
        _server = await TestServer.StartAsync(new ServerOptions { Sockets = new SocketOptions { SoftLimitBytes = 1L << 30, HardLimitBytes = 1L << 31 } });
        _socket = await _server.ConnectAsync("me");
        await _socket.NextAsync();
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _socket.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Test]
    public async Task Run_ManyNodes_TellsProgressLessOftenButTheLastOfIt()
    {
        const int few = 256;
        const int nodes = 2000;
        var graph = new JsonObject();
        foreach (var i in Enumerable.Range(1, nodes))
        {
            graph[$"{i}"] = Graphs.Node("PreviewAny", ("source", i == 1 ? $"many {Graphs.Fresh()}" : Graphs.Link($"{i - 1}")));
        }

        // Nothing is dropped here because the test reads too slowly.
        await using var server = await TestServer.StartAsync(new ServerOptions { Sockets = new SocketOptions { SoftLimitBytes = 1L << 30, HardLimitBytes = 1L << 31 } });
        await using var socket = await server.ConnectAsync("me");
        await server.SubmitAsync(graph, "me");

        var messages = await socket.UntilNothingRunsAsync();
        var progress = messages.Where(m => m.Type == "progress_state").ToList();
        Assert.That(progress.Count(m => m.Data!["nodes"]!.AsObject().Count <= few), Is.EqualTo(2 * few), "each start and end of the first ones");
        Assert.That(progress, Has.Count.LessThan(2 * nodes));
        Assert.That(progress[^1].Data!["nodes"]!.AsObject().Select(n => (string)n.Value!["state"]!), Is.All.EqualTo("finished").And.Exactly(nodes).Items);
        Assert.That(messages.IndexOf(progress[^1]), Is.LessThan(messages.FindIndex(m => m.Type == "execution_success")));
        Assert.That(messages.Count(m => m.Type == "executing"), Is.EqualTo(nodes + 1), "nothing else is left out");
    }

    [Test]
    public async Task Run_WithStepsAndPreviews_SendsEverythingInOrder()
    {
        await _server.SubmitAsync(
            Graphs.Through(Graphs.Node("TestSteps", ("value", Graphs.Link("1")), ("steps", 2), ("preview_bytes", 11), ("seed", 0))),
            "me",
            new JsonObject { ["extra_data"] = new JsonObject { ["preview_method"] = "latent2rgb" } });

        Assert.That((await _socket.UntilNothingRunsAsync()).Select(m => m.ToString()), Is.EqualTo(new[]
        {
            "status 1",
            "status 1",
            "execution_start",
            "execution_cached []",
            "progress_state {1:running 0/1}",
            "executing 1",
            "progress_state {1:finished 1/1}",
            "progress_state {1:finished 1/1, 2:running 0/1}",
            "executing 2",
            "progress_state {1:finished 1/1, 2:running 1/2}",
            "progress 2 1/2",
            "binary1",
            "progress_state {1:finished 1/1, 2:running 2/2}",
            "progress 2 2/2",
            "binary1",
            "progress_state {1:finished 1/1, 2:finished 2/2}",
            "progress_state {1:finished 1/1, 2:finished 2/2, 3:running 0/1}",
            "executing 3",
            "executed 3",
            "progress_state {1:finished 1/1, 2:finished 2/2, 3:finished 1/1}",
            "execution_success",
            "status 0",
            "executing null",
        }));
    }

    [Test]
    public async Task Run_AllCached_SendsTheStoredOutputsOnly()
    {
        await _server.SubmitAsync(Graphs.Preview(77), "me");
        var first = await _socket.UntilNothingRunsAsync();

        await _server.SubmitAsync(Graphs.Preview(77), "me");
        var second = await _socket.UntilNothingRunsAsync();

        Assert.That(second.Select(m => m.ToString()), Is.EqualTo(new[]
        {
            "status 1", "status 1", "execution_start", "execution_cached [1,2]", "executed 2", "progress_state {2:finished 1/1}", "execution_success", "status 0",
            "executing null",
        }));
        Assert.That(Output(second), Is.EqualTo(Output(first)), "names are those of the earlier run");
    }

    [Test]
    public async Task Run_PartlyCached_IsSilentAboutWhatIsCached()
    {
        await _server.SubmitAsync(Graphs.Preview(78), "me");
        await _socket.UntilNothingRunsAsync();
        var graph = Graphs.Preview(78);
        graph["3"] = Graphs.Node("SaveImage", ("images", Graphs.Link("1")), ("filename_prefix", "more"));
        graph.Remove("2");

        await _server.SubmitAsync(graph, "me");

        Assert.That((await _socket.UntilNothingRunsAsync()).Select(m => m.ToString()), Is.EqualTo(new[]
        {
            "status 1", "status 1", "execution_start", "execution_cached [1]", "progress_state {3:running 0/1}", "executing 3", "executed 3",
            "progress_state {3:finished 1/1}", "execution_success", "status 0", "executing null",
        }));
    }

    [Test]
    public async Task Run_NodeFails_EndsWithTheErrorAndKeepsIt()
    {
        var id = await _server.SubmitAsync(Graphs.Through(Graphs.Node("TestSyncError", ("value", Graphs.Link("1")))), "me");

        var messages = await _socket.UntilNothingRunsAsync();
        Assert.That(messages[^4..].Select(m => m.ToString()), Is.EqualTo(new[] { "executing 2", "execution_error", "status 0", "executing null" }));
        var error = messages[^3].Data!;
        Assert.That(error.Select(p => p.Key), Is.EquivalentTo(new[]
        {
            "prompt_id", "node_id", "node_type", "executed", "exception_message", "exception_type", "traceback", "current_inputs", "current_outputs", "timestamp",
        }));
        var entry = await _server.FinishedAsync(id);
        Assert.That((string)entry["status"]!["status_str"]!, Is.EqualTo("error"));
        Assert.That((bool)entry["status"]!["completed"]!, Is.False);
        Assert.That(entry["status"]!["messages"]!.AsArray()[^1]![1]!.ToJsonString(), Is.EqualTo(error.ToJsonString()), "history keeps the same data");
        _ = _server.TakeErrors();
    }

    [Test]
    public async Task Run_Interrupted_TellsWhereAndNextJobRuns()
    {
        var id = await _server.SubmitAsync(Graphs.Gate("stop"), "me");
        await _server.Gates.Reached("stop");
        await _server.PostAsync("/interrupt", $$"""{"prompt_id":"{{id}}"}""");

        var messages = await _socket.UntilNothingRunsAsync();
        Assert.That(messages[^3..].Select(m => m.ToString()), Is.EqualTo(new[] { "execution_interrupted", "status 0", "executing null" }));
        Assert.That((string)messages[^3].Data!["node_id"]!, Is.EqualTo("2"));
        Assert.That((string)messages[^3].Data!["node_type"]!, Is.EqualTo("TestGate"));

        await _server.SubmitAsync(Graphs.Preview(), "me");
        Assert.That((await _socket.UntilNothingRunsAsync()).Select(m => m.Type), Does.Contain("execution_success"));
    }

    [Test]
    public async Task Success_WhenItIsAnnounced_HistoryHasTheJobAndTheQueueHasNot()
    {
        var id = await _server.SubmitAsync(Graphs.Preview(), "me");
        await _socket.UntilAsync(m => m.Type == "execution_success");

        var (_, history) = await _server.GetAsync($"/history/{id}");
        var (_, queue) = await _server.GetAsync("/queue");

        Assert.That(history![id], Is.Not.Null);
        Assert.That(queue!.ToJsonString(), Does.Not.Contain(id));
    }

    [Test]
    public async Task Invalid_Prompt_SendsNothing()
    {
        await _server.PostAsync("/prompt", """{"prompt":{"1":{"class_type":"NoSuchNode","inputs":{}}},"client_id":"me"}""");
        await _server.SubmitAsync(Graphs.Preview(), "me");

        Assert.That((await _socket.NextAsync()).ToString(), Is.EqualTo("status 1"), "the first thing heard is the good prompt");
    }

    private static string Output(IEnumerable<SocketMessage> messages) => messages.Single(m => m.Type == "executed").Data!["output"]!.ToJsonString();
}
