using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using PixelDiT.Server.Events;

namespace PixelDiT.Server.Tests.Events;

/// <summary>What a server writes down while it works.</summary>
internal sealed class JobEventsTests
{
    private static readonly ReadLimits Wide = new(int.MaxValue, int.MaxValue, long.MaxValue);

    [Test]
    public async Task Job_ThatRuns_IsToldFromItsBeingQueuedToItsResult()
    {
        await using var server = await TestServer.StartAsync();
        var id = await server.SubmitAsync(Graphs.Preview());
        await server.FinishedAsync(id);

        var events = await UntilAsync(server, "jobCompleted");

        Assert.That(events.Select(TypeAndNode), Is.EqualTo(new[]
        {
            "jobQueued", "queueChanged", "queueChanged", "jobStarted", "jobPlanned", "nodeStarted 1", "nodeFinished 1", "nodeStarted 2", "nodeExecuted 2", "nodeFinished 2", "jobCompleted",
        }));
        Assert.That(events.Where(e => e["fraction"] is not null).Select(e => (double)e["fraction"]!), Is.EqualTo(new[] { 0, 0.5, 0.5, 1, 1 }));
        Assert.That(events.Where(e => e["jobId"] is not null).Select(e => (string)e["jobId"]!), Is.All.EqualTo(id));
        Assert.That(events[^1]["outputs"]!["2"]!["images"]![0]!["filename"], Is.Not.Null);
        Assert.That((int)events[4]["toRun"]!, Is.EqualTo(2));
    }

    [Test]
    public async Task Job_FullyCached_PlansNothingAndEndsAtOne()
    {
        await using var server = await TestServer.StartAsync();
        var graph = Graphs.Preview();
        await server.FinishedAsync(await server.SubmitAsync((JsonObject)graph.DeepClone()));
        await UntilAsync(server, "jobCompleted");
        var from = Log(server).Last;
        await server.FinishedAsync(await server.SubmitAsync(graph));

        var events = (await UntilAsync(server, "jobCompleted", from)).Where(e => e["jobId"] is not null).ToList();

        Assert.That(events.Select(TypeAndNode), Is.EqualTo(new[] { "jobQueued", "jobStarted", "jobPlanned", "nodeExecuted 2", "nodeFinished 2", "jobCompleted" }));
        Assert.That((int)events[2]["toRun"]!, Is.Zero);
        Assert.That(events[2]["cached"]!.ToJsonString(), Is.EqualTo("""["1","2"]"""));
        Assert.That((double)events[^1]["fraction"]!, Is.EqualTo(1));
    }

    [Test]
    public async Task Job_ThatFails_IsToldWithNodeAndReasonButWithoutTheStack()
    {
        await using var server = await TestServer.StartAsync();
        await server.FinishedAsync(await server.SubmitAsync(Graphs.Through(Graphs.Node("TestSyncError", ("value", Graphs.Link("1"))))));

        var last = (await UntilAsync(server, "jobFailed"))[^1];
        Assert.That(server.TakeErrors(), Has.Count.EqualTo(1), "the log has the details");

        Assert.Multiple(() =>
        {
            Assert.That((string)last["error"]!["nodeId"]!, Is.EqualTo("2"));
            Assert.That((string)last["error"]!["nodeType"]!, Is.EqualTo("TestSyncError"));
            Assert.That((string)last["error"]!["message"]!, Is.EqualTo("Intentional sync execution error for testing"));
            Assert.That(last.ToJsonString(), Does.Not.Contain("   at "));
        });
    }

    [Test]
    public async Task Job_Interrupted_IsToldWithTheNode()
    {
        await using var server = await TestServer.StartAsync();
        var id = await server.SubmitAsync(Graphs.Gate("stop"));
        await server.Gates.Reached("stop");
        await server.PostAsync("/interrupt", "{}");
        await server.FinishedAsync(id);

        Assert.That((string)(await UntilAsync(server, "jobInterrupted"))[^1]["nodeId"]!, Is.EqualTo("2"));
    }

    [Test]
    public async Task Job_TakenOffTheQueue_IsToldAsWithdrawn()
    {
        await using var server = await TestServer.StartAsync();
        await server.SubmitAsync(Graphs.Gate("hold"));
        await server.Gates.Reached("hold");
        var waiting = await server.SubmitAsync(Graphs.Preview());
        await server.PostAsync("/queue", $$"""{"delete": ["{{waiting}}"]}""");

        var events = await UntilAsync(server, "jobWithdrawn");

        Assert.That((string)events[^1]["jobId"]!, Is.EqualTo(waiting));
        server.Gates.Open("hold");
    }

    [Test]
    public async Task Queue_PausedMovedAndResumed_IsTold()
    {
        await using var server = await TestServer.StartAsync();
        await server.PostAsync("/api/pixeldit/queue/pause", "");
        await server.SubmitAsync(Graphs.Preview());
        var second = await server.SubmitAsync(Graphs.Preview());
        await server.PostAsync($"/api/pixeldit/jobs/{second}/priority", """{"position": 1}""");
        await server.PostAsync("/api/pixeldit/queue/resume", "");

        var events = await UntilAsync(server, "jobCompleted");

        Assert.That(events.Select(e => $"{e["type"]} {e["paused"]}".Trim()), Has.Some.EqualTo("queuePaused true").And.Some.EqualTo("queuePaused false"));
        Assert.That((string)events.Single(e => (string)e["type"]! == "jobMoved")["jobId"]!, Is.EqualTo(second));
        Assert.That((string)events.First(e => (string)e["type"]! == "jobStarted")["jobId"]!, Is.EqualTo(second));
    }

    [Test]
    public async Task Steps_WithPreviews_ProgressComesBeforeItsPicture()
    {
        await using var server = await TestServer.StartAsync(new ServerOptions { PreviewsByDefault = true });
        await server.FinishedAsync(await server.SubmitAsync(Graphs.Through(Graphs.Node(
            "TestSteps", ("value", Graphs.Link("1")), ("steps", 4), ("preview_bytes", 11), ("seed", Graphs.Fresh())))));

        var log = Log(server);
        await UntilAsync(server, "jobCompleted");
        var types = Enumerable.Range(0, (int)(log.Last - log.First) + 1).Select(i => log.Find(log.First + i)!)
            .Where(l => l.IsGone || l.Event is NodeProgress or NodePreviewed).Select(l => l.IsGone ? "gone" : l.Event.Type);

        Assert.That(types, Is.EqualTo(new[] { "progress", "gone", "progress", "gone", "progress", "gone", "progress", "preview" }));
    }

    [Test]
    public async Task Pictures_ThatAreResults_AreAllKept()
    {
        await using var server = await TestServer.StartAsync();
        var graph = new JsonObject
        {
            ["1"] = Graphs.Node("EmptyImage", ("width", Graphs.Fresh()), ("height", 32), ("batch_size", 3), ("color", 0)),
            ["2"] = Graphs.Node("SaveImageWebsocket", ("images", Graphs.Link("1"))),
        };
        await server.FinishedAsync(await server.SubmitAsync(graph));

        var pictures = (await UntilAsync(server, "jobCompleted")).Where(e => (string)e["type"]! == "preview").ToList();

        Assert.That(pictures, Has.Count.EqualTo(3));
        Assert.That(pictures.Select(p => (bool)p["isResult"]!), Is.All.True);
        Assert.That(Convert.FromBase64String((string)pictures[0]["image"]!), Is.EqualTo(Nodes.SaveImageWebsocket.Picture));
    }

    [Test]
    public async Task ManyJobs_SubmittedAtOnce_EachIsQueuedStartedAndEndedInThatOrder()
    {
        const int jobs = 200;
        await using var server = await TestServer.StartAsync();
        var ids = await Task.WhenAll(Enumerable.Range(0, jobs).Select(_ => server.SubmitAsync(Graphs.Preview(7))));
        foreach (var id in ids)
        {
            await server.FinishedAsync(id);
        }

        var events = await UntilAsync(server, "jobCompleted", count: jobs);

        foreach (var id in ids)
        {
            var mine = events.Where(e => (string?)e["jobId"] == id).Select(e => (string)e["type"]!).Where(t => t.StartsWith("job", StringComparison.Ordinal));
            Assert.That(mine, Is.EqualTo(new[] { "jobQueued", "jobStarted", "jobPlanned", "jobCompleted" }));
        }

        Assert.That(events.Select(e => (long)e["seq"]!), Is.Ordered.And.Unique);
    }

    private static EventLog Log(TestServer server) => server.Services.GetRequiredService<EventLog>();

    // Everything up to an event of that type, or the last of several.
    private static async Task<List<JsonObject>> UntilAsync(TestServer server, string type, long? after = null, int count = 1)
    {
        var log = Log(server);
        var begin = after ?? log.First - 1;
        using var deadline = new CancellationTokenSource(TestServer.Deadline);
        while (true)
        {
            var events = EventReader.Read(log, begin, EventFilter.Everything(null), Wide, 0)!.Events;
            var ends = events.Select((e, i) => (e.Event.Type, i)).Where(e => e.Type == type).Take(count).ToList();
            if (ends.Count == count)
            {
                return [.. events.Take(ends[^1].i + 1).Select(e => JsonNode.Parse(e.Json.Span)!.AsObject())];
            }

            await Task.Delay(5, deadline.Token);
        }
    }

    private static string TypeAndNode(JsonObject e) => e["node"] is { } node ? $"{e["type"]} {node["id"]}" : (string)e["type"]!;
}
