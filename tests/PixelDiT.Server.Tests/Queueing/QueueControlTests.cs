using System.Net;
using System.Text.Json.Nodes;

namespace PixelDiT.Server.Tests.Queueing;

/// <summary><c>/api/pixeldit/queue</c> and <c>/api/pixeldit/jobs</c>.</summary>
internal sealed class QueueControlTests
{
    private const string Unknown = "00000000-0000-4000-8000-000000000000";
    private TestServer _server = null!;

    [SetUp]
    public async Task StartAsync() => _server = await TestServer.StartAsync();

    [TearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public async Task Pause_HoldsWaitingJobsUp_ResumeLetsThemGo()
    {
        var running = await _server.SubmitAsync(Graphs.Gate("pause"));
        await _server.Gates.Reached("pause");
        var (status, paused) = await _server.PostAsync("/api/pixeldit/queue/pause", "");
        var waiting = await _server.SubmitAsync(Graphs.Preview());
        _server.Gates.Open("pause");
        await _server.FinishedAsync(running);

        var (_, queue) = await _server.GetAsync("/api/pixeldit/queue");
        Assert.That(status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(((string)paused!["state"]!, (bool)paused["paused"]!, paused["running"]!.AsArray().Count), Is.EqualTo(("paused", true, 1)), "the running one goes on");
        Assert.That(queue!["pending"]!.AsArray().Select(j => ((string)j!["id"]!, (int)j["position"]!, (string)j["status"]!)), Is.EqualTo(new[] { (waiting, 1, "pending") }));

        await _server.PostAsync("/api/pixeldit/queue/resume", "");
        await _server.FinishedAsync(waiting);
        Assert.That((string)(await _server.GetAsync("/api/pixeldit/queue")).Body!["state"]!, Is.EqualTo("idle"));
    }

    [TestCase("{\"position\":1}", "c a b")]
    [TestCase("{\"position\":2}", "a c b")]
    [TestCase("{\"position\":99}", "a b c")]
    [TestCase("{\"number\":-7.5}", "c a b")]
    [TestCase("{\"number\":1e300}", "a b c")]
    [TestCase("{\"before\":\"b\"}", "a c b")]
    [TestCase("{\"before\":\"c\"}", "a b c")]
    public async Task Priority_Given_MovesTheJob_AndItRunsThere(string body, string expected)
    {
        await _server.SubmitAsync(Graphs.Gate("move"));
        await _server.Gates.Reached("move");
        var names = new Dictionary<string, string>();
        foreach (var name in (string[])["a", "b", "c"])
        {
            names[await _server.SubmitAsync(Graphs.Preview())] = name;
        }

        var ids = names.ToDictionary(n => n.Value, n => n.Key);
        var (status, answer) = await _server.PostAsync($"/api/pixeldit/jobs/{ids["c"]}/priority", body.Replace("\"b\"", $"\"{ids["b"]}\"").Replace("\"c\"", $"\"{ids["c"]}\""));

        Assert.That(status, Is.EqualTo(HttpStatusCode.OK), answer?.ToJsonString());
        var (_, queue) = await _server.GetAsync("/queue");
        var pending = queue!["queue_pending"]!.AsArray();
        Assert.That(string.Join(' ', pending.Select(i => names[(string)i![1]!])), Is.EqualTo(expected));
        var place = expected.Split(' ').ToList().IndexOf("c");
        Assert.That(((string)answer!["prompt_id"]!, (int)answer["position"]!, (double)answer["number"]!), Is.EqualTo((ids["c"], place + 1, (double)pending[place]![0]!)));

        _server.Gates.Open("move");
        await _server.FinishedAsync(ids[expected.Split(' ')[^1]]);
        Assert.That(string.Join(' ', (await _server.GetAsync("/history")).Body!.AsObject().Skip(1).Select(h => names[h.Key])), Is.EqualTo(expected));
    }

    [TestCase("")]
    [TestCase("[]")]
    [TestCase("{}")]
    [TestCase("{\"number\":1,\"position\":1}")]
    [TestCase("{\"number\":\"1\"}")]
    [TestCase("{\"number\":1e999}")]
    [TestCase("{\"position\":0}")]
    [TestCase("{\"position\":1.5}")]
    [TestCase("{\"position\":null}")]
    [TestCase("{\"before\":7}")]
    public async Task Priority_Malformed_Is400(string body)
    {
        var (status, answer) = await _server.PostAsync($"/api/pixeldit/jobs/{Unknown}/priority", body);

        Assert.That(status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((string)answer!["error"]!["type"]!, Is.EqualTo("invalid_request"));
    }

    [Test]
    public async Task Priority_UnknownRunningOverOrBeforeSuch_IsRefusedWithTheReason()
    {
        var over = await _server.SubmitAsync(Graphs.Preview());
        await _server.FinishedAsync(over);
        var running = await _server.SubmitAsync(Graphs.Gate("busy"));
        await _server.Gates.Reached("busy");
        var waiting = await _server.SubmitAsync(Graphs.Preview());

        Assert.That(await RefusalAsync(Unknown, "{\"position\":1}"), Is.EqualTo((404, "job_not_found")));
        Assert.That(await RefusalAsync(running, "{\"position\":1}"), Is.EqualTo((409, "job_not_pending")));
        Assert.That(await RefusalAsync(over, "{\"number\":1}"), Is.EqualTo((409, "job_not_pending")));
        Assert.That(await RefusalAsync(waiting, $"{{\"before\":\"{running}\"}}"), Is.EqualTo((409, "job_not_pending")));
        _server.Gates.Open("busy");

        async Task<(int, string)> RefusalAsync(string id, string body)
        {
            var (status, answer) = await _server.PostAsync($"/api/pixeldit/jobs/{id}/priority", body);
            Assert.That((string)answer!["error"]!["details"]!, Does.Contain(body.Contains("before", StringComparison.Ordinal) ? running : id));
            return ((int)status, (string)answer["error"]!["type"]!);
        }
    }

    [TestCase("""{"position":0}""", "from 1 (runs next), not 0.")]
    [TestCase("""{"position":1.5}""", "from 1 (runs next), not 1.5.")]
    [TestCase("""{"position":"2"}""", "from 1 (runs next), not '2'.")]
    [TestCase("""{"position":[1]}""", "from 1 (runs next), not an array.")]
    [TestCase("""{"number":null}""", "a finite number, not null.")]
    [TestCase("""{"before":true}""", "the id of a waiting job, not true.")]
    [TestCase("""{"posn":2}""", "it has 'posn'.")]
    [TestCase("""{"position":2,"number":1}""", "it has 'position' and 'number'.")]
    [TestCase("{}", "it has none.")]
    public async Task Move_Malformed_SaysWhatCame(string body, string said)
    {
        var (status, answer) = await _server.PostAsync($"/api/pixeldit/jobs/{Unknown}/priority", body);

        Assert.That(status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((string)answer!["error"]!["details"]!, Does.EndWith(said));
    }

    [Test]
    public async Task Cancel_WaitingRunningOverUnknown_SaysWhichItWas()
    {
        var running = await _server.SubmitAsync(Graphs.Gate("cancel"));
        await _server.Gates.Reached("cancel");
        var waiting = await _server.SubmitAsync(Graphs.Preview());

        Assert.That(await CancelAsync(waiting), Is.EqualTo((200, "pending")));
        Assert.That(await CancelAsync(waiting), Is.EqualTo((409, "job_is_over")));
        Assert.That(await CancelAsync(running), Is.EqualTo((200, "in_progress")));
        await _server.FinishedAsync(running);
        Assert.That(await CancelAsync(running), Is.EqualTo((409, "job_is_over")));
        Assert.That(await CancelAsync(Unknown), Is.EqualTo((404, "job_not_found")));
        Assert.That((string)(await _server.GetAsync($"/api/pixeldit/jobs/{waiting}")).Body!["status"]!, Is.EqualTo("cancelled"));

        async Task<(int, string)> CancelAsync(string id)
        {
            var (status, answer) = await _server.PostAsync($"/api/pixeldit/jobs/{id}/cancel", "");
            return ((int)status, (string)(answer!["was"] ?? answer["error"]!["type"])!);
        }
    }

    [Test]
    public async Task Job_WaitingRunningOver_ShowsItsPlaceOnlyWhileItWaits()
    {
        var running = await _server.SubmitAsync(Graphs.Gate("job"));
        await _server.Gates.Reached("job");
        await _server.SubmitAsync(Graphs.Preview());
        var second = await _server.SubmitAsync(Graphs.Preview());

        Assert.That((int)(await JobAsync(second))["position"]!, Is.EqualTo(2));
        Assert.That((await JobAsync(running)).ContainsKey("position"), Is.False);
        _server.Gates.Open("job");
        await _server.FinishedAsync(second);
        var over = await JobAsync(second);
        Assert.That(((string)over["status"]!, over.ContainsKey("position"), over.ContainsKey("workflow")), Is.EqualTo(("completed", false, true)));
        var (status, answer) = await _server.GetAsync($"/api/pixeldit/jobs/{Unknown}");
        Assert.That((status, (string)answer!["error"]!["type"]!), Is.EqualTo((HttpStatusCode.NotFound, "job_not_found")));

        async Task<JsonObject> JobAsync(string id) => (await _server.GetAsync($"/api/pixeldit/jobs/{id}")).Body!.AsObject();
    }

    [Test]
    public async Task Submit_IdOfAnotherJob_Is409AndSaysWhereThatIs()
    {
        const string id = "12345678-1234-4234-8234-123456789abc";
        var more = new JsonObject { ["prompt_id"] = id };
        await _server.SubmitAsync(Graphs.Gate("twice"), null, more);
        await _server.Gates.Reached("twice");
        Assert.That(await RepeatAsync(), Is.EqualTo(("in_progress", $"/api/jobs/{id}")));
        _server.Gates.Open("twice");
        await _server.FinishedAsync(id);
        Assert.That(await RepeatAsync(), Is.EqualTo(("completed", $"/api/jobs/{id}")));

        async Task<(string, string)> RepeatAsync()
        {
            var (status, answer) = await _server.PostAsync("/prompt", new JsonObject { ["prompt"] = Graphs.Preview(), ["prompt_id"] = id }.ToJsonString());
            Assert.That(status, Is.EqualTo(HttpStatusCode.Conflict));
            var info = answer!["error"]!["extra_info"]!;
            return ((string)info["status"]!, (string)info["location"]!);
        }
    }
}
