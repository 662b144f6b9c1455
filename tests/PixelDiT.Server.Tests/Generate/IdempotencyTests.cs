using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using PixelDiT.Server.Jobs;
using PixelDiT.Server.Security;

namespace PixelDiT.Server.Tests.Generate;

/// <summary>A request that names itself runs once, however often it comes.</summary>
internal sealed class IdempotencyTests
{
    private const string Path = "/api/pixeldit/generate";
    private string _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("pixeldit-keys-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [TestCase("order 4711 / ü")]
    [TestCase("0b9ff0a4-6f5c-4f0e-9f34-1d2f7d7b2c55")]
    public async Task SameRequest_GetsTheSameJob_AlsoAfterARestart(string key)
    {
        var body = GenerateTests.Saving(Graphs.Fresh());
        string id;
        await using (var server = await StartAsync())
        {
            var (first, made) = await SendAsync(server, body, key);
            var (second, again) = await SendAsync(server, Reordered(body), key, ("response", "json"));

            Assert.That((first.StatusCode, second.StatusCode), Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.OK)), $"{made} {again}");
            id = (string)made!["prompt_id"]!;
            Assert.That((string?)again!["prompt_id"], Is.EqualTo(id));
            Assert.That(first.Headers.Contains("Idempotent-Replayed"), Is.False);
            Assert.That(second.Headers.Contains("Idempotent-Replayed"), Is.True);
            Assert.That((await server.GetAsync("/history")).Body!.AsObject(), Has.Count.EqualTo(1));
        }

        await using var next = await StartAsync();
        var (third, still) = await SendAsync(next, body, key);
        Assert.That(third.StatusCode, Is.EqualTo(HttpStatusCode.OK), still?.ToJsonString());
        Assert.That((string?)still!["prompt_id"], Is.EqualTo(id));
        Assert.That((await next.GetAsync("/history")).Body!.AsObject(), Has.Count.EqualTo(1));
        Assert.That(Guid.TryParse(key, out _), Is.EqualTo(id == key));
    }

    [Test]
    public async Task AnotherRequestWithTheSameId_Is409()
    {
        await using var server = await StartAsync();
        await SendAsync(server, GenerateTests.Saving(Graphs.Fresh()), "k");
        var (response, answer) = await SendAsync(server, GenerateTests.Saving(Graphs.Fresh()), "k");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That((string?)answer!["error"]!["type"], Is.EqualTo("idempotency_conflict"));
        Assert.That((string?)answer["error"]!["extra_info"]!["location"], Does.StartWith("/api/pixeldit/jobs/"));
    }

    [Test]
    public async Task IdOfAJobThatCameByPrompt_Is409()
    {
        await using var server = await StartAsync();
        var id = await server.SubmitAsync(Graphs.Preview());

        Assert.That((await SendAsync(server, GenerateTests.Saving(Graphs.Fresh()), id)).Response.StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
    }

    [Test]
    public async Task ManyEqualRequestsAtOnce_RunOnce()
    {
        await using var server = await StartAsync();
        var gate = $"many-{Graphs.Fresh()}";
        var graph = Graphs.Gate(gate);
        var all = Enumerable.Range(0, 20).Select(_ => SendAsync(server, graph, "k")).ToList();
        await server.Gates.Reached(gate);
        server.Gates.Open(gate);

        var answers = await Task.WhenAll(all);
        Assert.That(answers.Select(a => a.Response.StatusCode), Is.All.EqualTo(HttpStatusCode.OK));
        Assert.That(answers.Select(a => (string?)a.Body!["prompt_id"]).Distinct().Count(), Is.EqualTo(1));
        Assert.That(answers.Count(a => !a.Response.Headers.Contains("Idempotent-Replayed")), Is.EqualTo(1));
        Assert.That((await server.GetAsync("/history")).Body!.AsObject(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task WaitingJob_ThatIsNotInMemory_IsFoundToo()
    {
        await using var server = await StartAsync();
        await server.PostAsync("/api/pixeldit/queue/pause", "");
        var big = new JsonObject { ["extra_data"] = new JsonObject { ["note"] = new string('x', 17 << 20) } };
        await server.SubmitAsync(Graphs.Preview(), more: big);
        var (first, made) = await SendAsync(server, GenerateTests.Saving(8), "k", ("wait", false));
        var (second, again) = await SendAsync(server, GenerateTests.Saving(8), "k", ("wait", false));

        Assert.That((first.StatusCode, second.StatusCode), Is.EqualTo((HttpStatusCode.Accepted, HttpStatusCode.Accepted)), again?.ToJsonString());
        Assert.That((string?)again!["prompt_id"], Is.EqualTo((string?)made!["prompt_id"]));
    }

    [Test]
    public async Task SameKeyOfTwoOwners_IsTwoJobs()
    {
        var keys = new SecurityOptions { Keys = [new ApiKey("anna", "anna-secret-0123456789"), new ApiKey("bert", "bert-secret-0123456789")] };
        await using var server = await TestServer.StartAsync(new ServerOptions { Security = keys });
        var body = GenerateTests.Saving(Graphs.Fresh());
        var (first, annas) = await SendAsync(server, body, "k", apiKey: "anna-secret-0123456789");
        var (second, berts) = await SendAsync(server, body, "k", apiKey: "bert-secret-0123456789");

        Assert.That((first.StatusCode, second.StatusCode), Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.OK)));
        Assert.That((string?)annas!["prompt_id"], Is.Not.EqualTo((string?)berts!["prompt_id"]));
        var stolen = await SendAsync(server, body, (string)annas["prompt_id"]!, apiKey: "bert-secret-0123456789");
        Assert.That(stolen.Response.StatusCode, Is.EqualTo(HttpStatusCode.Conflict), "the id of somebody else's job gives nothing away");
        Assert.That(stolen.Body!.ToJsonString(), Does.Not.Contain("images"));
        Assert.That((await SendAsync(server, body, "k")).Response.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    private Task<TestServer> StartAsync() => TestServer.StartAsync(new ServerOptions { Jobs = new JobStoreOptions { File = System.IO.Path.Combine(_folder, "jobs.db") } });

    private static JsonObject Reordered(JsonObject graph) => new(graph.Reverse().Select(n => KeyValuePair.Create(n.Key, n.Value?.DeepClone())));

    private static async Task<(HttpResponseMessage Response, JsonNode? Body)> SendAsync(TestServer server, JsonObject workflow, string key, (string Name, JsonNode Value)? more = null, string? apiKey = null)
    {
        var body = new JsonObject { ["workflow"] = workflow.DeepClone() };
        if (more is { } member)
        {
            body[member.Name] = member.Value;
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Path, UriKind.Relative)) { Content = new StringContent(body.ToJsonString(), Encoding.UTF8) };
        if (key.All(char.IsAscii))
        {
            request.Headers.Add("Idempotency-Key", key);
        }
        else
        {
            body["prompt_id"] = key;
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8);
        }

        if (apiKey is not null)
        {
            request.Headers.Add("X-API-Key", apiKey);
        }

        var response = await server.Http.SendAsync(request);
        return (response, JsonNode.Parse(await response.Content.ReadAsStringAsync()));
    }
}
