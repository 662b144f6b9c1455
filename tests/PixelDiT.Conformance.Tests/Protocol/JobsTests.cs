using System.Text.Json.Nodes;
using PixelDiT.Conformance.Tests.Support;

namespace PixelDiT.Conformance.Tests.Protocol;

/// <summary>The jobs API (items 30, 53 to 59).</summary>
[TestFixtureSource(typeof(CacheMode), nameof(CacheMode.All))]
internal sealed class JobsTests(CacheMode mode) : ConformanceFixture(mode)
{
    [SetUp]
    public async Task FillAsync()
    {
        Graph.Save(Graph.Image("BLACK", 32).Out(0));
        for (var i = 0; i < 5; i++)
        {
            await Client.RunAsync(Graph);
        }
    }

    [Test]
    public async Task Item30_CompletedJob_HasItsFieldsAndAPreview()
    {
        var job = (await JobsAsync("status=completed&limit=1")).Single();

        Assert.That(job.Select(m => m.Key), Is.SupersetOf(new[] { "id", "status", "create_time", "outputs_count", "preview_output" }));
        Assert.That(job["preview_output"]!.AsObject().Select(m => m.Key), Is.SupersetOf(new[] { "filename", "nodeId", "mediaType" }));
    }

    [Test]
    public async Task Item30_Pages_ShareNothing()
    {
        var first = await JobsAsync("limit=2&offset=0");
        var second = await JobsAsync("limit=2&offset=2");

        Assert.That((first.Count, second.Count), Is.EqualTo((2, 2)));
        Assert.That(first.Concat(second).Select(j => (string)j["id"]!), Is.Unique);
    }

    [Test]
    public async Task Item30_Order_IsByTimeOfSubmission()
    {
        Assert.That((await JobsAsync("sort_order=desc")).Select(j => (long)j["create_time"]!), Is.Ordered.Descending);
        Assert.That((await JobsAsync("sort_order=asc")).Select(j => (long)j["create_time"]!), Is.Ordered);
    }

    [Test]
    public async Task Item30_Status_Filters()
    {
        Assert.That((await JobsAsync("status=completed")).Select(j => (string)j["status"]!), Is.Not.Empty.And.All.EqualTo("completed"));
        Assert.That((await JobsAsync("status=pending")).Select(j => (string)j["status"]!), Is.All.EqualTo("pending"));
    }

    [Test]
    public async Task Item30_OneJob_HasItsOutputsAndAnUnknownOneIs404()
    {
        var id = (string)(await JobsAsync("status=completed&limit=1")).Single()["id"]!;

        var job = (await Client.GetAsync($"/api/jobs/{id}"))!.AsObject();

        Assert.That((string)job["id"]!, Is.EqualTo(id));
        Assert.That(job.Select(m => m.Key), Is.SupersetOf(new[] { "outputs", "execution_status", "workflow" }));
        Assert.That(await Client.GetAsync("/api/jobs/nonexistent-job-id"), Is.Null);
    }

    [Test]
    public async Task Item59_Duration_OrdersFinishedJobs()
    {
        // Rounding to milliseconds: two jobs may be one apart in the wrong direction.
        var durations = (await JobsAsync("sort_by=execution_duration&status=completed")).Select(j => (long)j["execution_end_time"]! - (long)j["execution_start_time"]!).ToList();

        Assert.That(durations.Zip(durations.Skip(1), (a, b) => a - b), Is.All.GreaterThanOrEqualTo(-1));
    }

    private async Task<List<JsonObject>> JobsAsync(string query) => [.. (await Client.GetAsync($"/api/jobs?{query}"))!["jobs"]!.AsArray().Select(j => j!.AsObject())];
}
