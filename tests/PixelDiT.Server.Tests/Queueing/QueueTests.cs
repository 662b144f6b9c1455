using System.Net;
using System.Text.Json.Nodes;
using PixelDiT.Server.Jobs;

namespace PixelDiT.Server.Tests.Queueing;

/// <summary>Order, removal, history, <c>/free</c>.</summary>
internal sealed class QueueTests
{
    private TestServer _server = null!;

    [SetUp]
    public async Task StartAsync() => _server = await TestServer.StartAsync();

    [TearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public async Task TwoHundredQueued_AreDrainedInTheirOrder()
    {
        await _server.SubmitAsync(Graphs.Gate("first"), null, new JsonObject { ["number"] = -1000 });
        await _server.Gates.Reached("first");
        var expected = new List<(double Number, string Id)>();
        foreach (var i in Enumerable.Range(0, 200))
        {
            // Every number twice, in an order of their own: equal ones run by the text of the id.
            var number = i * 37 % 100;
            expected.Add((number, await _server.SubmitAsync(Graphs.Preview(), null, new JsonObject { ["number"] = number })));
        }

        expected.Sort((a, b) => a.Number != b.Number ? a.Number.CompareTo(b.Number) : string.CompareOrdinal(a.Id, b.Id));
        var (_, queue) = await _server.GetAsync("/queue");
        Assert.That(queue!["queue_pending"]!.AsArray().Select(i => (string)i![1]!), Is.EqualTo(expected.Select(e => e.Id)), "shown in the order of execution");

        _server.Gates.Open("first");
        await _server.FinishedAsync(expected[^1].Id);

        var (_, history) = await _server.GetAsync("/history");
        Assert.That(history!.AsObject().Skip(1).Select(e => e.Key), Is.EqualTo(expected.Select(e => e.Id)));
        Assert.That(history!.AsObject().Select(e => (bool)e.Value!["status"]!["completed"]!), Is.All.True);
    }

    // Readers of JSON go 64 levels deep unless they are told, writers 1000.
    [TestCase(70, true)]
    [TestCase(900, true)]
    [TestCase(1200, false)]
    public async Task Outputs_NestedDeeply_AreKept_OrTheJobFails(int depth, bool kept)
    {
        var id = await _server.SubmitAsync(new JsonObject { ["1"] = Graphs.Node("TestNested", ("depth", depth)) });
        while (true)
        {
            var text = await _server.Http.GetStringAsync(new Uri($"/history/{id}", UriKind.Relative));
            if (text.Length > 2)
            {
                Assert.That((text.Contains("in the middle"), text.Contains("execution_success"), text.Contains("execution_error")), Is.EqualTo((kept, kept, !kept)));
                break;
            }

            await Task.Delay(20);
        }

        Assert.That((string)(await _server.GetAsync("/api/jobs")).Body!["jobs"]![0]!["status"]!, Is.EqualTo(kept ? "completed" : "failed"));
        Assert.That((int)(await _server.GetAsync("/prompt")).Body!["exec_info"]!["queue_remaining"]!, Is.Zero);
        await _server.FinishedAsync(await _server.SubmitAsync(Graphs.Preview()));
        _server.TakeErrors();
    }

    [Test]
    public async Task Front_RunsBeforeTheRestLastFirst()
    {
        await _server.SubmitAsync(Graphs.Gate("front"));
        await _server.Gates.Reached("front");
        var a = await _server.SubmitAsync(Graphs.Preview());
        var b = await _server.SubmitAsync(Graphs.Preview(), null, new JsonObject { ["front"] = true });
        var c = await _server.SubmitAsync(Graphs.Preview(), null, new JsonObject { ["front"] = true });

        _server.Gates.Open("front");
        await _server.FinishedAsync(a);

        Assert.That((await _server.GetAsync("/history")).Body!.AsObject().Skip(1).Select(e => e.Key), Is.EqualTo(new[] { c, b, a }));
    }

    [Test]
    public async Task Queue_DeleteAndClear_TouchWaitingJobsOnly()
    {
        var running = await _server.SubmitAsync(Graphs.Gate("delete"));
        await _server.Gates.Reached("delete");
        var kept = await _server.SubmitAsync(Graphs.Preview());
        var removed = await _server.SubmitAsync(Graphs.Preview());

        var (status, _) = await _server.PostAsync("/queue", $$"""{"delete":["{{removed}}","{{running}}","unknown"]}""");
        Assert.That(status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await PendingAsync(), Is.EqualTo(new[] { kept }));

        await _server.PostAsync("/api/queue", """{"clear":true}""");
        Assert.That(await PendingAsync(), Is.Empty);
        Assert.That((int)(await _server.GetAsync("/prompt")).Body!["exec_info"]!["queue_remaining"]!, Is.EqualTo(1));

        _server.Gates.Open("delete");
        await _server.FinishedAsync(running);
        Assert.That((await _server.GetAsync($"/history/{removed}")).Body!.AsObject(), Is.Empty);
    }

    [TestCase("/queue", "")]
    [TestCase("/queue", "[]")]
    [TestCase("/queue", "{\"clear\":\"yes\"}")]
    [TestCase("/queue", "{\"delete\":\"x\"}")]
    [TestCase("/queue", "{\"delete\":[1]}")]
    [TestCase("/history", "no json")]
    [TestCase("/history", "{\"delete\":{}}")]
    [TestCase("/free", "")]
    [TestCase("/free", "[]")]
    [TestCase("/free", "{\"unload_models\":\"yes\"}")]
    [TestCase("/interrupt", "[1]")]
    [TestCase("/interrupt", "{\"prompt_id\":5}")]
    public async Task Post_Malformed_Is400(string path, string body)
    {
        var (status, answer) = await _server.PostAsync(path, body);

        Assert.That(status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((string)answer!["error"]!["type"]!, Is.EqualTo("invalid_request"));
    }

    [TestCase("{\"a\": x}", "(line 1, column 7)")]
    [TestCase("{\n  \"ä\": 1,,\n}", "(line 2, column 10)")]
    [TestCase("{\"a\": 1", "(line 1, column 8)")]
    [TestCase("{}\n\n]", "(line 3, column 1)")]
    public async Task Post_NoJson_SaysWhere(string body, string where)
    {
        var (_, answer) = await _server.PostAsync("/queue", body);

        var details = (string)answer!["error"]!["details"]!;
        Assert.That(details, Does.StartWith("The body is not JSON: ").And.EndWith(where));
        Assert.That(details, Does.Not.Contain("LineNumber"));
    }

    [TestCase("max_items=abc")]
    [TestCase("max_items=")]
    [TestCase("offset=x")]
    [TestCase("offset=1.5")]
    public async Task History_QueryNoInteger_Is400(string query)
    {
        Assert.That((await _server.GetAsync($"/history?{query}")).Status, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task History_Full_ForgetsTheOldest()
    {
        await using var server = await TestServer.StartAsync(new ServerOptions { Jobs = new JobStoreOptions { MaxHistory = 3 } });
        var ids = new List<string>();
        foreach (var _ in Enumerable.Range(0, 5))
        {
            ids.Add(await server.SubmitAsync(Graphs.Preview()));
        }

        await server.FinishedAsync(ids[^1]);

        Assert.That((await server.GetAsync("/history")).Body!.AsObject().Select(e => e.Key), Is.EqualTo(ids[^3..]));
    }

    [Test]
    public async Task Queue_Full_Is429()
    {
        await using var server = await TestServer.StartAsync(new ServerOptions { Jobs = new JobStoreOptions { MaxPending = 1 } });
        await server.SubmitAsync(Graphs.Gate("full"));
        await server.Gates.Reached("full");
        await server.SubmitAsync(Graphs.Preview());

        foreach (var (path, field) in ((string, string)[])[("/prompt", "prompt"), ("/api/pixeldit/generate", "workflow")])
        {
            using var content = new StringContent(new JsonObject { [field] = Graphs.Preview() }.ToJsonString());
            using var response = await server.Http.PostAsync(new Uri(path, UriKind.Relative), content);

            Assert.That((int)response.StatusCode, Is.EqualTo(429), path);
            Assert.That((string)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["error"]!["type"]!, Is.EqualTo("queue_full"), path);
            Assert.That(response.Headers.RetryAfter!.Delta, Is.GreaterThan(TimeSpan.Zero), path);
        }
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Queue_FullOfBytes_Is429_AndLargeJobsAreListedWhole(bool durable)
    {
        using var folder = durable ? new Storage.StoreFolder() : null;
        await using var server = await TestServer.StartAsync(new ServerOptions { Jobs = new JobStoreOptions { File = folder?.File, MaxPendingBytes = 20 << 20 } });
        await server.SubmitAsync(Graphs.Gate("full"));
        await server.Gates.Reached("full");
        var extra = new JsonObject { ["extra_data"] = new JsonObject { ["large"] = new string('x', 6 << 20) } };
        for (var i = 0; i < 3; i++)
        {
            await server.SubmitAsync(Graphs.Preview(), null, (JsonObject)extra.DeepClone());
        }

        extra["prompt"] = Graphs.Preview();
        Assert.That((int)(await server.PostAsync("/prompt", extra.ToJsonString())).Status, Is.EqualTo(429));
        await server.SubmitAsync(Graphs.Preview());

        var queue = (await server.GetAsync("/queue")).Body!;
        Assert.That(queue["queue_running"]!.AsArray(), Has.Count.EqualTo(1));
        Assert.That(queue["queue_pending"]!.AsArray().Select(j => ((string?)j![3]!["large"])?.Length), Is.EqualTo(new int?[] { 6 << 20, 6 << 20, 6 << 20, null }));
        await server.PostAsync("/queue", """{"clear": true}""");
        Assert.That((int)(await server.PostAsync("/prompt", extra.ToJsonString())).Status, Is.EqualTo(200), "there is room again");
    }

    [Test]
    public async Task Interrupt_PendingUnknownOrIdle_HasNoLaterEffect()
    {
        await _server.PostAsync("/interrupt", "");
        var running = await _server.SubmitAsync(Graphs.Gate("pending"));
        await _server.Gates.Reached("pending");
        var waiting = await _server.SubmitAsync(Graphs.Preview());

        await _server.PostAsync("/interrupt", $$"""{"prompt_id":"{{waiting}}"}""");
        await _server.PostAsync("/interrupt", """{"prompt_id":"00000000-0000-4000-8000-000000000000"}""");
        _server.Gates.Open("pending");

        Assert.That((bool)(await _server.FinishedAsync(running))["status"]!["completed"]!, Is.True);
        Assert.That((bool)(await _server.FinishedAsync(waiting))["status"]!["completed"]!, Is.True);
    }

    [Test]
    public async Task Free_Models_UnloadsAtOnceWhenIdleAndKeepsResults()
    {
        var first = await _server.FinishedAsync(await _server.SubmitAsync(Graphs.Preview(99)));

        await _server.PostAsync("/free", """{"unload_models":true}""");
        Assert.That(() => _server.Unloads, Is.EqualTo(1).After(5000, 10));

        var second = await _server.FinishedAsync(await _server.SubmitAsync(Graphs.Preview(99)));
        Assert.That(second["outputs"]!.ToJsonString(), Is.EqualTo(first["outputs"]!.ToJsonString()));
    }

    [Test]
    public async Task Free_Memory_DropsResultsAndModels()
    {
        var first = await _server.FinishedAsync(await _server.SubmitAsync(Graphs.Preview(98)));

        await _server.PostAsync("/free", """{"free_memory":true}""");
        Assert.That(() => _server.Unloads, Is.EqualTo(1).After(5000, 10));

        var second = await _server.FinishedAsync(await _server.SubmitAsync(Graphs.Preview(98)));
        Assert.That(second["outputs"]!.ToJsonString(), Is.Not.EqualTo(first["outputs"]!.ToJsonString()), "it ran again");
        Assert.That((await _server.GetAsync("/history")).Body!.AsObject(), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Free_Nothing_DoesNothing()
    {
        Assert.That((await _server.PostAsync("/free", """{"unload_models":false,"free_memory":false}""")).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await _server.PostAsync("/free", "{}")).Status, Is.EqualTo(HttpStatusCode.OK));
        await _server.FinishedAsync(await _server.SubmitAsync(Graphs.Preview()));
        Assert.That(_server.Unloads, Is.Zero);
    }

    private async Task<IEnumerable<string>> PendingAsync() =>
        (await _server.GetAsync("/queue")).Body!["queue_pending"]!.AsArray().Select(i => (string)i![1]!);
}
