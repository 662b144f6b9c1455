using System.Net;
using System.Text.Json.Nodes;

namespace PixelDiT.Server.Tests.JobList;

/// <summary><c>/api/jobs</c> beyond what its recordings show (conformance items 52 to 54, 58).</summary>
internal sealed class JobListTests
{
    private TestServer _server = null!;

    [SetUp]
    public async Task StartAsync() => _server = await TestServer.StartAsync();

    [TearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public async Task Pending_Cancelled_StaysVisibleInJobsAndNowhereElse()
    {
        var running = await _server.SubmitAsync(Graphs.Gate("cancel"));
        await _server.Gates.Reached("cancel");
        var byJobs = await SubmitWithWorkflowAsync("w1");
        var byQueue = await _server.SubmitAsync(Graphs.Preview());
        var byClear = await _server.SubmitAsync(Graphs.Preview());

        Assert.That((bool)(await _server.PostAsync($"/api/jobs/{byJobs}/cancel", "")).Body!["cancelled"]!, Is.True);
        await _server.PostAsync("/queue", $$"""{"delete":["{{byQueue}}"]}""");
        await _server.PostAsync("/queue", """{"clear":true}""");

        Assert.That(await IdsAsync("status=cancelled&sort_order=asc"), Is.EqualTo(new[] { byJobs, byQueue, byClear }));
        Assert.That((await _server.GetAsync($"/history/{byJobs}")).Body!.AsObject(), Is.Empty);
        var job = (await _server.GetAsync($"/api/jobs/{byJobs}")).Body!.AsObject();
        Assert.That(job.Select(m => m.Key), Is.EqualTo(new[]
        {
            "id", "status", "priority", "create_time", "outputs_count", "previewable_outputs_count", "workflow_id", "outputs", "execution_status", "workflow",
        }));
        Assert.That((string)job["status"]!, Is.EqualTo("cancelled"));
        Assert.That(job["workflow"]!["prompt"]!.AsObject(), Has.Count.EqualTo(2));
        Assert.That((bool)(await _server.PostAsync($"/api/jobs/{byJobs}/cancel", "")).Body!["cancelled"]!, Is.False, "it is over");
        Assert.That((await SubmitWithIdAsync(byJobs)).Status, Is.EqualTo(HttpStatusCode.Conflict), "its id is taken");

        await _server.PostAsync("/history", $$"""{"delete":["{{byJobs}}"]}""");
        Assert.That((await _server.GetAsync($"/api/jobs/{byJobs}")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        await _server.PostAsync("/history", """{"clear":true}""");
        Assert.That(await IdsAsync(""), Is.EqualTo(new[] { running }));

        _server.Gates.Open("cancel");
        await _server.FinishedAsync(running);
    }

    [Test]
    public async Task Running_Cancelled_IsInterruptedAndTheNextOneRuns()
    {
        var running = await _server.SubmitAsync(Graphs.Gate("running"));
        await _server.Gates.Reached("running");
        var next = await _server.SubmitAsync(Graphs.Preview());

        var (_, answer) = await _server.PostAsync("/api/jobs/cancel", $$"""{"job_ids":["{{running}}"]}""");

        Assert.That((bool)answer!["cancelled"]!, Is.True);
        await _server.FinishedAsync(next);
        Assert.That(await IdsAsync("status=cancelled"), Is.EqualTo(new[] { running }));
        Assert.That(await IdsAsync("status=completed"), Is.EqualTo(new[] { next }));
    }

    [Test]
    public async Task Batch_WaitingAndRunning_CancelsAllAndRunsNone()
    {
        var running = await _server.SubmitAsync(Graphs.Gate("batch"));
        await _server.Gates.Reached("batch");
        var waiting = new List<string>();
        foreach (var _ in Enumerable.Range(0, 20))
        {
            waiting.Add(await _server.SubmitAsync(Graphs.Preview()));
        }

        await _server.PostAsync("/api/jobs/cancel", new JsonObject { ["job_ids"] = new JsonArray([running, .. waiting]) }.ToJsonString());

        await _server.FinishedAsync(running);
        Assert.That(await IdsAsync("status=cancelled"), Is.EquivalentTo(waiting.Append(running)));
        Assert.That((await _server.GetAsync("/history")).Body!.AsObject(), Has.Count.EqualTo(1), "none of the waiting ones began");
    }

    [Test]
    public async Task Failed_ShowsItsErrorAndCancelledOnesDoNot()
    {
        var failed = await _server.SubmitAsync(Graphs.Through(Graphs.Node("TestSyncError", ("value", Graphs.Link("1")))));
        await _server.FinishedAsync(failed);

        var job = (await _server.GetAsync($"/api/jobs/{failed}")).Body!;
        // The log of a job is complete when the next one runs.
        await _server.FinishedAsync(await _server.SubmitAsync(Graphs.Preview()));
        Assert.That(_server.TakeErrors(), Has.Count.EqualTo(1), "the log names the failure");

        Assert.That((string)job["status"]!, Is.EqualTo("failed"));
        Assert.That((string)job["execution_error"]!["node_id"]!, Is.EqualTo("2"));
        Assert.That((long)job["execution_end_time"]!, Is.GreaterThanOrEqualTo((long)job["execution_start_time"]!));
        Assert.That((long)job["execution_end_time"]!, Is.EqualTo((long)job["execution_error"]!["timestamp"]!));
    }

    [Test]
    public async Task PngInfo_Null_DoesNotBreakTheList()
    {
        foreach (var info in (string[])["null", "5", """{"workflow":null}""", """{"workflow":{"id":null}}""", """{"workflow":[1]}"""])
        {
            await _server.SubmitAsync(Graphs.Preview(), null, new JsonObject { ["extra_data"] = new JsonObject { ["extra_pnginfo"] = JsonNode.Parse(info) } });
        }

        var (status, list) = await _server.GetAsync("/api/jobs");

        Assert.That(status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(list!["jobs"]!.AsArray(), Has.Count.EqualTo(5));
        Assert.That(list["jobs"]!.AsArray().Select(j => j!.AsObject().ContainsKey("workflow_id")), Is.All.False);
    }

    [Test]
    public async Task Pages_OfManyJobs_FitTogether()
    {
        var ids = new List<string>();
        foreach (var _ in Enumerable.Range(0, 25))
        {
            ids.Add(await _server.SubmitAsync(Graphs.Preview()));
        }

        await _server.FinishedAsync(ids[^1]);
        var paged = new List<string>();
        for (var offset = 0; offset < 25; offset += 4)
        {
            paged.AddRange(await IdsAsync($"limit=4&offset={offset}"));
        }

        ids.Reverse();
        Assert.That(paged, Is.EqualTo(ids), "newest first, also within one millisecond");
    }

    [TestCase("limit=99999999999999999999999", 200)]
    [TestCase("offset=%20%2B1%20", 200)]
    [TestCase("offset=-99999999999999999999", 200)]
    [TestCase("limit=1.5", 400)]
    [TestCase("limit=", 400)]
    [TestCase("sort_by=", 400)]
    [TestCase("sort_order=", 400)]
    [TestCase("unknown=1", 200)]
    public async Task List_Query_IsReadAsNumbersAndWords(string query, int status)
    {
        Assert.That((int)(await _server.GetAsync($"/api/jobs?{query}")).Status, Is.EqualTo(status));
    }

    [TestCase("0F4D2F9A-5D0C-4C39-9C9E-0A4B2B1F7E55")]
    [TestCase("{0f4d2f9a-5d0c-4c39-9c9e-0a4b2b1f7e55}")]
    [TestCase("urn:uuid:0f4d2f9a-5d0c-4c39-9c9e-0a4b2b1f7e55")]
    [TestCase("0f4d2f9a5d0c4c399c9e0a4b2b1f7e55")]
    [TestCase(" 0f4d2f9a-5d0c-4c39-9c9e-0a4b2b1f7e55")]
    [TestCase("0f4d2f9a-5d0c-4c39-9c9e-0a4b2b1f7e55\n")]
    [TestCase("")]
    public async Task Id_NotCanonical_IsRefused(string id)
    {
        Assert.That((await SubmitWithIdAsync(id)).Status, Is.EqualTo(HttpStatusCode.BadRequest));

        var (status, answer) = await _server.PostAsync("/api/jobs/cancel", new JsonObject { ["job_ids"] = new JsonArray(id) }.ToJsonString());
        Assert.That(status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((string)answer!["invalid_ids"]![0]!, Is.EqualTo(id));
    }

    [Test]
    public async Task Jobs_WithoutPrefix_DoNotExist()
    {
        Assert.That((await _server.GetAsync("/jobs")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await _server.PostAsync("/jobs/cancel", """{"job_ids":[]}""")).Status, Is.EqualTo(HttpStatusCode.MethodNotAllowed));
    }

    private Task<(HttpStatusCode Status, JsonNode? Body)> SubmitWithIdAsync(string id) =>
        _server.PostAsync("/prompt", new JsonObject { ["prompt"] = Graphs.Preview(), ["prompt_id"] = id }.ToJsonString());

    private Task<string> SubmitWithWorkflowAsync(string workflowId) => _server.SubmitAsync(Graphs.Preview(), null, new JsonObject
    {
        ["extra_data"] = new JsonObject { ["extra_pnginfo"] = new JsonObject { ["workflow"] = new JsonObject { ["id"] = workflowId } } },
    });

    private async Task<IEnumerable<string>> IdsAsync(string query) =>
        (await _server.GetAsync($"/api/jobs?{query}")).Body!["jobs"]!.AsArray().Select(j => (string)j!["id"]!);
}
