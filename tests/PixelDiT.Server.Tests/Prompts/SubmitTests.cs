using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using PixelDiT.Graph.Execution;
using PixelDiT.Server.Jobs;

namespace PixelDiT.Server.Tests.Prompts;

/// <summary><c>POST /prompt</c>: what is taken, what is refused and how.</summary>
internal sealed class SubmitTests
{
    private const string Good = """{"1":{"class_type":"EmptyImage","inputs":{"width":8,"height":8,"batch_size":1,"color":0}},"2":{"class_type":"PreviewImage","inputs":{"images":["1",0]}}}""";
    private TestServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _server = await TestServer.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [TearDown]
    public async Task TheWorkerLives()
    {
        var entry = await _server.FinishedAsync(await _server.SubmitAsync(Graphs.Preview()));
        Assert.That((bool)entry["status"]!["completed"]!, Is.True, "the next prompt runs");
    }

    [TestCase("""{"prompt":{"1":{"class_type":"EmptyImage","inputs":{"width":0,"height":0,"batch_size":1,"color":0}},"2":{"class_type":"PreviewImage","inputs":{"images":["1",0]}}}}""",
        "prompt_outputs_failed_validation: Prompt outputs failed validation; node 1 (EmptyImage): Value 0 smaller than min of 1: width; and 1 more\n")]
    [TestCase("""{"prompt":[]}""", "invalid_request: Invalid request: 'prompt' ")]
    [TestCase("{\"prompt\":" + Good + ",\"extra_data\":{\"pixeldit\":{\"webhook\":{\"url\":\"http://10.0.0.1/\"}}}}", "webhook_refused: The webhook cannot be used: '10.0.0.1' is not on the public internet")]
    public async Task Post_Refused_TheLogSaysWhy(string body, string reason)
    {
        await _server.PostAsync("/prompt", body);

        var (_, logs) = await _server.GetAsync("/internal/logs/raw");
        Assert.That(logs!["entries"]!.AsArray().Select(e => (string)e!["m"]!), Has.Some.Contains("Refused a prompt: " + reason));
    }

    [TestCase("")]
    [TestCase("null")]
    [TestCase("5")]
    [TestCase("\"text\"")]
    [TestCase("{")]
    [TestCase("{not json")]
    [TestCase("{\"prompt\":{}} trailing")]
    [TestCase("{\"prompt\":null}")]
    [TestCase("{\"prompt\":[]}")]
    [TestCase("{\"prompt\":\"x\"}")]
    [TestCase("{\"prompt\":{\"1\":5}}")]
    [TestCase("{\"prompt\":{\"1\":null}}")]
    [TestCase("{\"prompt\":{\"1\":[]}}")]
    [TestCase("{\"prompt\":{\"1\":{\"class_type\":\"PreviewImage\",\"inputs\":null}}}")]
    [TestCase("{\"prompt\":{\"1\":{\"class_type\":\"PreviewImage\",\"inputs\":[]}}}")]
    [TestCase("{\"prompt\":" + Good + ",\"number\":\"soon\"}")]
    [TestCase("{\"prompt\":" + Good + ",\"number\":\"NaN\"}")]
    [TestCase("{\"prompt\":" + Good + ",\"number\":1e999}")]
    [TestCase("{\"prompt\":" + Good + ",\"number\":[1]}")]
    [TestCase("{\"prompt\":" + Good + ",\"extra_data\":null}")]
    [TestCase("{\"prompt\":" + Good + ",\"extra_data\":\"text\"}")]
    [TestCase("{\"prompt\":" + Good + ",\"client_id\":7}")]
    [TestCase("{\"prompt\":" + Good + ",\"partial_execution_targets\":5}")]
    [TestCase("{\"prompt\":" + Good + ",\"prompt\":" + Good + "}", Description = "a name twice")]
    [TestCase("{\"prompt\":" + Good + ",\"client_id\":\"\\ud800\"}", Description = "half a character")]
    public async Task Post_Malformed_Is400InComfyUIsShape(string body)
    {
        var (status, answer) = await _server.PostAsync("/prompt", body);

        Assert.That(status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(answer!.AsObject().Select(p => p.Key), Is.EqualTo(new[] { "error", "node_errors" }));
        Assert.That(answer["error"]!.AsObject().Select(p => p.Key), Is.EqualTo(new[] { "type", "message", "details", "extra_info" }));
        Assert.That((string)answer["error"]!["type"]!, Is.EqualTo("invalid_request"), answer.ToJsonString());
        Assert.That((string)answer["error"]!["details"]!, Is.Not.Empty);
    }

    [Test]
    public async Task Post_NotUtf8_Is400()
    {
        using var content = new ByteArrayContent([.. "{\"prompt\":{\""u8, 0xFF, 0xFE, .. "\":{}}}"u8]);
        using var response = await _server.Http.PostAsync(new Uri("/prompt", UriKind.Relative), content);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task Post_NestedBeyondMeasure_Is400()
    {
        var body = "{\"prompt\":" + Good + ",\"extra_data\":{\"deep\":" + new string('[', 5000) + new string(']', 5000) + "}}";

        Assert.That((await _server.PostAsync("/prompt", body)).Status, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [TestCase("[]")]
    [TestCase("{}")]
    public async Task Post_WithoutPrompt_IsNoPrompt(string body)
    {
        var (status, answer) = await _server.PostAsync("/prompt", body);

        Assert.That(status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(answer!.ToJsonString(), Is.EqualTo(
            """{"error":{"type":"no_prompt","message":"No prompt provided","details":"No prompt provided","extra_info":{}},"node_errors":{}}"""));
    }

    [TestCase("not-a-uuid")]
    [TestCase("")]
    [TestCase("00000000000040008000000000000000")]
    [TestCase("{00000000-0000-4000-8000-000000000000}")]
    [TestCase("00000000-0000-4000-8000-00000000ABCD")]
    public async Task Post_IdNotCanonical_IsInvalidPromptId(string id)
    {
        var (status, answer) = await _server.PostAsync("/prompt", $$"""{"prompt":{{Good}},"prompt_id":"{{id}}"}""");

        Assert.That(status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((string)answer!["error"]!["type"]!, Is.EqualTo("invalid_prompt_id"));
    }

    [Test]
    public async Task Post_KnownId_Is409WhileQueuedRunningOrInHistory()
    {
        var id = Guid.NewGuid().ToString("D");
        var gate = id;
        await _server.SubmitAsync(Graphs.Gate(gate), null, new JsonObject { ["prompt_id"] = id });

        await _server.Gates.Reached(gate);
        Assert.That(await AgainAsync(), Is.EqualTo(HttpStatusCode.Conflict), "running");
        var waiting = Guid.NewGuid().ToString("D");
        await _server.SubmitAsync(Graphs.Preview(), null, new JsonObject { ["prompt_id"] = waiting });
        var (status, answer) = await _server.PostAsync("/prompt", $$"""{"prompt":{{Good}},"prompt_id":"{{waiting}}"}""");
        Assert.That(status, Is.EqualTo(HttpStatusCode.Conflict), "queued");
        Assert.That(answer!["error"]!.AsObject().Select(p => p.Key), Is.EqualTo(new[] { "type", "message", "details", "extra_info" }));
        _server.Gates.Open(gate);
        await _server.FinishedAsync(id);
        Assert.That(await AgainAsync(), Is.EqualTo(HttpStatusCode.Conflict), "in history");

        await _server.PostAsync("/history", $$"""{"delete":["{{id}}"]}""");
        Assert.That(await AgainAsync(), Is.EqualTo(HttpStatusCode.OK), "forgotten");

        async Task<HttpStatusCode> AgainAsync() => (await _server.PostAsync("/prompt", $$"""{"prompt":{{Good}},"prompt_id":"{{id}}"}""")).Status;
    }

    [TestCase("application/json")]
    [TestCase("text/plain")]
    [TestCase("application/x-www-form-urlencoded")]
    [TestCase(null)]
    public async Task Post_AnyContentType_IsReadAsJson(string? type)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes($$"""{"prompt":{{Good}}}"""));
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        using var response = await _server.Http.PostAsync(new Uri("/api/prompt", UriKind.Relative), content);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(response.Content.Headers.ContentType!.ToString(), Is.EqualTo("application/json; charset=utf-8"));
    }

    [Test]
    public async Task Post_Secrets_AreNeverReturned()
    {
        var extra = """{"auth_token_comfy_org":"s3cret","api_key_comfy_org":"s3cret","kept":{"a":[1,"ü"]}}""";
        var id = (string)(await _server.PostAsync("/prompt", $$"""{"prompt":{{Good}},"extra_data":{{extra}},"client_id":"c"}""")).Body!["prompt_id"]!;

        var entry = await _server.FinishedAsync(id);

        Assert.That(entry.ToJsonString(), Does.Not.Contain("s3cret"));
        var kept = entry["prompt"]![3]!.AsObject();
        Assert.That(kept.Select(p => p.Key), Is.EquivalentTo(new[] { "kept", "client_id", "create_time" }));
        Assert.That((string)kept["kept"]!["a"]![1]!, Is.EqualTo("ü"));
    }

    [Test]
    public async Task Post_OneOutputGood_RunsItAndTellsOfTheOther()
    {
        var body = """{"prompt":{"1":{"class_type":"EmptyImage","inputs":{"width":9,"height":8,"batch_size":1,"color":0}},"2":{"class_type":"PreviewImage","inputs":{"images":["1",0]}},"3":{"class_type":"SaveImage","inputs":{"images":["1",0]}}}}""";

        var (status, answer) = await _server.PostAsync("/prompt", body);

        Assert.That(status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((string)answer!["node_errors"]!["3"]!["errors"]![0]!["type"]!, Is.EqualTo("required_input_missing"));
        var entry = await _server.FinishedAsync((string)answer["prompt_id"]!);
        Assert.That(entry["outputs"]!.AsObject().Select(p => p.Key), Is.EqualTo(new[] { "2" }));
    }

    [Test]
    public async Task Post_Number_KeepsItsKind()
    {
        var counted = (await _server.PostAsync("/prompt", $$"""{"prompt":{{Good}}}""")).Body!["number"]!.ToJsonString();
        var given = (await _server.PostAsync("/prompt", $$"""{"prompt":{{Good}},"number":7}""")).Body!["number"]!.ToJsonString();
        var text = (await _server.PostAsync("/prompt", $$"""{"prompt":{{Good}},"number":"-1.5"}""")).Body!["number"]!.ToJsonString();

        Assert.That(counted, Does.Match("^[0-9]+$"));
        Assert.That(given, Is.EqualTo("7.0"));
        Assert.That(text, Is.EqualTo("-1.5"));
    }

    [Test]
    public async Task FaultOfTheExecutor_FailsThatJobOnly()
    {
        await using var server = await TestServer.StartAsync(wrap: inner => new BrokenOnce(inner));

        var broken = await server.FinishedAsync(await server.SubmitAsync(Graphs.Preview()));
        var next = await server.FinishedAsync(await server.SubmitAsync(Graphs.Preview()));

        Assert.That((string)broken["status"]!["status_str"]!, Is.EqualTo("error"));
        var last = broken["status"]!["messages"]!.AsArray()[^1]!;
        Assert.That((string)last[0]!, Is.EqualTo("execution_error"));
        Assert.That((string)last[1]!["exception_message"]!, Does.Contain("bug of ours"));
        Assert.That((string)next["status"]!["status_str"]!, Is.EqualTo("success"));
        Assert.That(server.TakeErrors(), Has.Some.Contains("ExecutorFault"));
    }

    [Test]
    public async Task FirstUse_OfSeveral_WarmsUpOnce()
    {
        await using var server = await TestServer.StartAsync();
        await server.GetAsync("/system_stats");
        Assert.That(server.WarmUps, Is.Zero, "looking is not using");

        await server.FinishedAsync(await server.SubmitAsync(Graphs.Preview()));
        await using var socket = await server.ConnectAsync();
        await socket.NextAsync();

        Assert.That(() => server.WarmUps, Is.EqualTo(1).After(5000, 10));
    }

    private sealed class BrokenOnce(IJobExecutor inner) : IJobExecutor
    {
        private bool _broken;

        public ExecutionOutcome Execute(ExecutionRequest request, IExecutionObserver observer, CancellationToken cancellationToken)
        {
            if (!_broken)
            {
                _broken = true;
                throw new InvalidOperationException("a bug of ours");
            }

            return inner.Execute(request, observer, cancellationToken);
        }

        public void Clear() => inner.Clear();
    }
}
